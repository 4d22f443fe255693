"""The web server: processes with threads. A worker that dies is replaced; one that hangs is ended."""

import os

wsgi_app = "config.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("SILAH_WEB_WORKERS", "2"))
threads = int(os.environ.get("SILAH_WEB_THREADS", "8"))
timeout = 30
graceful_timeout = 15
keepalive = 5
max_requests = 5000  # a worker that has visited every schema carries their catalog; renew it
max_requests_jitter = 500
preload_app = False  # each process opens its own pool of connections
forwarded_allow_ips = os.environ.get("SILAH_PROXY_IPS", "127.0.0.1")
accesslog = None  # nobody logs requests: their paths carry secrets; see deploy/Caddyfile
pythonpath = ".,platform"
