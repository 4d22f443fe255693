// What waits on this phone, sealed: each draft and photo under a key that the server gives to its writer alone.
// The key lies in a store of its own and cannot be read out; signing out throws it away, the sealed drafts stay.
(() => {
  "use strict";
  const BOXES = "silah-field";
  const KEYS = "silah-field-key";
  const KEY_LASTS = 14 * 24 * 60 * 60 * 1000;

  const opened = (name, prepare) => new Promise((resolve, reject) => {
    const asking = indexedDB.open(name, 1);
    asking.onupgradeneeded = () => prepare(asking.result);
    asking.onerror = () => reject(asking.error);
    asking.onsuccess = () => {
      asking.result.onversionchange = () => asking.result.close();
      resolve(asking.result);
    };
  });
  const boxes = () => opened(BOXES, (store) => {
    store.createObjectStore("drafts", { keyPath: "id" }).createIndex("owner", "owner");
    store.createObjectStore("photos", { keyPath: "id" }).createIndex("draft", "draft");
    store.createObjectStore("facts", { keyPath: "owner" });
  });
  const keys = () => opened(KEYS, (store) => store.createObjectStore("keys", { keyPath: "id" }));
  const asked = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const within = async (open, names, mode, work) => {
    const store = await open();
    try {
      const transaction = store.transaction(names, mode);
      const done = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onerror = transaction.onabort = () => reject(transaction.error);
      });
      const result = await work(transaction);
      await done;
      return result;
    } finally {
      store.close();
    }
  };

  const bytes = (text) => new TextEncoder().encode(text);
  const sealed = async (me, place, content) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const options = { name: "AES-GCM", iv, additionalData: bytes(`${me.owner}|${place}`) };
    return { iv, content: await crypto.subtle.encrypt(options, me.key, content) };
  };
  const unsealed = (me, place, box) => crypto.subtle.decrypt(
    { name: "AES-GCM", iv: box.iv, additionalData: bytes(`${me.owner}|${place}`) }, me.key, box.content,
  );
  const sealedJson = (me, place, value) => sealed(me, place, bytes(JSON.stringify(value)));
  const unsealedJson = async (me, place, box) => JSON.parse(new TextDecoder().decode(await unsealed(me, place, box)));

  // --- whose turn it is ---

  // After the server said who is signed in: their key replaces that of whoever used the phone before.
  const unlock = async (session) => {
    const secret = Uint8Array.from(atob(session.secret), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["encrypt", "decrypt"]);
    const me = { owner: session.owner, key };
    const entry = { id: "current", owner: session.owner, key, until: Date.now() + KEY_LASTS };
    await within(keys, "keys", "readwrite", (at) => asked(at.objectStore("keys").put(entry)));
    const { secret: _secret, csrf: _csrf, ...facts } = session;
    const box = await sealedJson(me, "facts", facts);
    await within(boxes, "facts", "readwrite", (at) => asked(at.objectStore("facts").put({ owner: me.owner, box })));
    return me;
  };
  const current = async () => {
    const entry = await within(keys, "keys", "readonly", (at) => asked(at.objectStore("keys").get("current")));
    if (!entry) return null;
    if (entry.until < Date.now()) {
      await lock();
      return null;
    }
    return { owner: entry.owner, key: entry.key };
  };
  const lock = () => new Promise((resolve) => {
    const asking = indexedDB.deleteDatabase(KEYS);
    asking.onsuccess = asking.onerror = asking.onblocked = () => resolve();
  });
  const facts = async (me) => {
    const row = await within(boxes, "facts", "readonly", (at) => asked(at.objectStore("facts").get(me.owner)));
    return row ? unsealedJson(me, "facts", row.box) : null;
  };

  // --- drafts ---

  // Outside the seal stands only what sending needs: whose it is, and how far it has come.
  const keep = async (me, draft) => {
    const { id, kind, state, attempts = 0, nextAt = 0, ...inside } = draft;
    const box = await sealedJson(me, id, inside);
    const row = { id, owner: me.owner, kind, state, attempts, nextAt, box };
    await within(boxes, "drafts", "readwrite", (at) => asked(at.objectStore("drafts").put(row)));
  };
  const openRow = async (me, { box, owner: _owner, ...outside }) => ({ ...outside, ...await unsealedJson(me, outside.id, box) });
  const draft = async (me, id) => {
    const row = await within(boxes, "drafts", "readonly", (at) => asked(at.objectStore("drafts").get(id)));
    return row && row.owner === me.owner ? openRow(me, row) : null;
  };
  const drafts = async (me) => {
    const rows = await within(boxes, "drafts", "readonly", (at) => asked(at.objectStore("drafts").index("owner").getAll(me.owner)));
    const read = await Promise.all(rows.map((row) => openRow(me, row).catch(() => null)));
    return read.filter(Boolean).sort((one, other) => other.taken.localeCompare(one.taken));
  };
  const remove = async (me, id) => {
    if (!await draft(me, id)) return;
    await within(boxes, ["drafts", "photos"], "readwrite", async (at) => {
      at.objectStore("drafts").delete(id);
      const photos = at.objectStore("photos");
      for (const photo of await asked(photos.index("draft").getAllKeys(id))) photos.delete(photo);
    });
  };

  // --- photos ---

  const addPhoto = async (me, draftId, blob) => {
    const id = crypto.randomUUID();
    const box = await sealed(me, id, await blob.arrayBuffer());
    const row = { id, draft: draftId, owner: me.owner, sent: false, box };
    await within(boxes, "photos", "readwrite", (at) => asked(at.objectStore("photos").put(row)));
    return id;
  };
  const rowsOf = async (me, draftId) => {
    const rows = await within(boxes, "photos", "readonly", (at) => asked(at.objectStore("photos").index("draft").getAll(draftId)));
    return rows.filter((row) => row.owner === me.owner);
  };
  const photo = async (me, id) => {
    const row = await within(boxes, "photos", "readonly", (at) => asked(at.objectStore("photos").get(id)));
    return row && row.owner === me.owner ? new Blob([await unsealed(me, id, row.box)], { type: "image/jpeg" }) : null;
  };
  const photosToSend = async (me, draftId) => (await rowsOf(me, draftId)).filter((row) => !row.sent).map((row) => row.id);
  const markPhoto = (id, sent) => within(boxes, "photos", "readwrite", async (at) => {
    const row = await asked(at.objectStore("photos").get(id));
    if (row) at.objectStore("photos").put({ ...row, sent });
  });
  const removePhoto = (id) => within(boxes, "photos", "readwrite", (at) => asked(at.objectStore("photos").delete(id)));
  const clearPhotos = async (me, draftId) => {
    for (const row of await rowsOf(me, draftId)) await removePhoto(row.id);
  };

  window.silahOffline.vault = {
    unlock, current, lock, facts, keep, draft, drafts, remove, addPhoto, photo, photosToSend, markPhoto, removePhoto, clearPhotos,
  };
})();
