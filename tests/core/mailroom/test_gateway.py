import datetime
import ipaddress
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.mailroom import gateway
from core.messages.mailbox import Mailbox
from tests.core.mailroom.imap_server import PASSWORD, mail_server
from tests.core.mailroom.mails import letter


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Of a server at 127.0.0.1, signed by nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


def reach(mailbox: Mailbox, password: str = PASSWORD) -> list[int]:
    with gateway.opened(mailbox, password) as folder:
        folder.check_folders()
        return folder.waiting(after=0)


@pytest.fixture
def own_network(settings):
    settings.SILAH_MAILBOX_PRIVATE_HOSTS = True


@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("trusted", [True, False])
def test_server_must_prove_who_it_is(certificate, monkeypatch, own_network, security, trusted):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(context=context, starttls=security == "starttls") as server:
        server.deliver(letter().as_bytes())
        mailbox = server.mailbox(security=security)
        if trusted:
            assert len(reach(mailbox)) == 1
        else:
            with pytest.raises(gateway.CertificateRefused):
                reach(mailbox)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.1.1", "169.254.169.254", "::1", "0",
     "::ffff:127.0.0.1", "2130706433", "100.64.0.1", "64:ff9b::7f00:1"],
)  # fmt: skip
def test_hosts_inside_of_a_network_are_refused(host):
    with pytest.raises((gateway.HostNotAllowed, gateway.HostUnknown)):
        reach(Mailbox(host=host, user="x@a.example"))


@pytest.mark.parametrize("host", ["nowhere.invalid", "", "a" * 300, "x..y"])
def test_host_that_does_not_exist_is_told(host):
    with pytest.raises(gateway.HostUnknown):
        reach(Mailbox(host=host, user="x@a.example"))


def test_without_encryption_nothing_is_sent():
    with pytest.raises(gateway.PlainTextNotAllowed):
        reach(Mailbox(host="imap.example.org", security="none", user="x@a.example"))


@pytest.mark.parametrize("password", ["كلمة المرور", "pässword"])
def test_password_beyond_ascii_is_refused_and_nothing_breaks(own_network, password):
    with mail_server() as server, pytest.raises(gateway.SignInRefused):
        reach(server.mailbox(), password)


def test_wrong_password_folder_and_port_are_told(own_network):
    with mail_server() as server:
        with pytest.raises(gateway.SignInRefused):
            reach(server.mailbox(), "wrong")
        with pytest.raises(gateway.FolderUnknown):
            reach(server.mailbox(folder="Nowhere"))
        with pytest.raises(gateway.FolderUnknown):
            reach(server.mailbox(processed_folder="Nowhere"))
        mailbox = server.mailbox()
    with pytest.raises(gateway.MailboxUnreachable) as refused:
        reach(mailbox)
    assert type(refused.value) is gateway.MailboxUnreachable


def test_server_that_says_nothing_is_left(own_network, monkeypatch):
    monkeypatch.setattr(gateway, "CONNECT_SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(gateway.TookTooLong):
            reach(Mailbox(host="127.0.0.1", port=port, security="none", user="x@a.example"))


def test_every_error_can_be_said_again_by_its_code():
    error = gateway.FolderUnknown(folder="X")
    assert gateway.said_of(error.code, error.details) == str(error)
    assert gateway.said_of("", {}) == ""
