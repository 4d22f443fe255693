// The page on the phone: a list, two forms, a receipt. Everything typed is kept at once; sending is offline-queue's.
(() => {
  "use strict";
  const { checks, vault, photos, queue, fields } = window.silahOffline;
  const places = document.body.dataset;
  const AGAIN = 15 * 1000;
  const SENT_STAYS = 7 * 24 * 60 * 60 * 1000;
  const TONES = { draft: "neutral", waiting: "soon", sending: "info", sent: "ok", refused: "late" };
  const $ = (selector, root = document) => root.querySelector(selector);
  const say = (word) => $(`#words [data-word="${word}"]`).textContent;
  const sections = ["locked", "list", "intake", "report", "survey", "slip"];
  let me = null;
  let facts = null;
  let editing = null;

  // --- what is shown ---

  const show = (name) => {
    for (const id of sections) document.getElementById(id).hidden = id !== name;
  };
  const go = (hash) => {
    if (location.hash === hash || (!hash && !location.hash)) return route();
    location.hash = hash;
    return undefined;
  };
  const day = (iso) => new Intl.DateTimeFormat(document.documentElement.lang === "ar" ? "ar-SA-u-ca-gregory-nu-latn" : "en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

  const route = async () => {
    await stopEditing();
    if (!me) return show("locked");
    const [name, id] = location.hash.slice(1).split("/");
    const draft = id ? await vault.draft(me, id) : null;
    if (!draft) return list();
    if (name === "edit" && ["draft", "refused", "waiting"].includes(draft.state) && !draft.uncertain) return edit(draft);
    return slip(draft);
  };

  // Digits and a plus sign keep their order within Arabic.
  const apart = (words) => words && `\u2066${words}\u2069`;
  const line = (title, name, when, note, state, tone, button, open) => {
    const item = $("#line").content.cloneNode(true);
    $("[data-title]", item).textContent = title;
    $("[data-name]", item).textContent = name;
    $("[data-when-taken]", item).textContent = when;
    $("[data-note]", item).textContent = note;
    const badge = $("[data-state]", item);
    badge.textContent = state;
    badge.hidden = !state;
    if (tone) badge.classList.add(`badge-${tone}`);
    $("[data-open]", item).textContent = button;
    $("[data-open]", item).addEventListener("click", open);
    return item;
  };

  // Of two that run at once, the one that began last shows what it read.
  let turn = 0;
  const list = async () => {
    turn += 1;
    const mine = turn;
    const kept = await vault.drafts(me);
    if (mine !== turn) return;
    const places = $("[data-drafts]");
    places.replaceChildren(...kept.map((draft) => line(
      draft.values.subject || (draft.about && draft.about.subject) || say("untitled"),
      draft.values.name || (draft.visit && `${say("visit")}: ${draft.about.name}`) || "",
      day(draft.taken),
      draft.state === "refused" ? draft.refused.message : draft.uncertain ? say("uncertain") : "",
      say(draft.state), TONES[draft.state],
      draft.state === "refused" ? say("mend") : draft.state === "draft" ? say("open") : say("show"),
      () => go(["draft", "refused"].includes(draft.state) ? `#edit/${draft.id}` : `#slip/${draft.id}`),
    )));
    $("[data-empty]").hidden = kept.length > 0;
    $("[data-new]").hidden = !facts?.registers || !facts.channels.length;
    $("#no-policy").hidden = !facts || facts.channels.length > 0;
    $("#visits").hidden = !facts?.researches;
    const reported = new Set(kept.filter((draft) => draft.visit && draft.state !== "refused").map((draft) => draft.visit));
    const visits = (facts?.visits || []).filter((visit) => !reported.has(visit.id));
    $("[data-no-visits]").hidden = visits.length > 0;
    $("[data-visits]").replaceChildren(...visits.map((visit) => line(
      visit.subject, [visit.name, apart(visit.mobile)].filter(Boolean).join(" · "), `· ${visit.day} ${apart(visit.time)}`, visit.reference, "", "", say("report"), () => begin("report", visit),
    )));
    $("#surveys").hidden = !facts?.surveys?.length;
    $("[data-survey-list]").replaceChildren(...(facts?.surveys || []).map((survey) => line(survey.label, "", "", "", "", "", say("sheet"), () => begin("survey", null, survey))));
    $("[data-send]").hidden = !kept.some((draft) => draft.state === "waiting");
    show("list");
  };

  const pairs = (holder, lines) => holder.replaceChildren(...lines.filter(([, value]) => value).flatMap(([label, value]) => {
    const term = document.createElement("dt");
    const told = document.createElement("dd");
    const words = document.createElement("bdi");
    term.textContent = label;
    words.textContent = value;
    if (/^[\x20-\x7e]+$/.test(value)) words.dir = "ltr";
    told.append(words);
    return [term, told];
  }));

  const slip = (draft) => {
    const page = $("#slip");
    const { answer } = draft;
    editing = { draft, form: null };
    const isReport = draft.kind === "report";
    for (const title of page.querySelectorAll("h1[data-kind]")) title.hidden = title.dataset.kind !== draft.kind;
    for (const note of page.querySelectorAll("[data-when]")) note.hidden = (note.dataset.when === "sent") !== Boolean(answer);
    $("[data-code]", page).hidden = !answer?.code;
    $("[data-code] bdi", page).textContent = answer?.code || "";
    $("[data-code-lost]", page).hidden = !answer || answer.code !== "";
    $("[data-provisional]", page).hidden = draft.kind !== "intake" || Boolean(answer);
    $("[data-provisional] bdi", page).textContent = checks.provisional(draft.id);
    pairs($("[data-lines]", page), [
      [say("reference"), answer?.reference],
      [say("name"), draft.values.name || draft.about?.name], [say("subject"), draft.values.subject || draft.about?.subject],
      [say(isReport ? "visited" : "received"), answer?.received || day(draft.taken)], [say("follow"), answer?.follow],
    ]);
    $("[data-missing]", page).hidden = !answer?.missing?.length;
    $("[data-missing] ul", page).replaceChildren(...(answer?.missing || []).map((label) => {
      const item = document.createElement("li");
      item.textContent = label;
      return item;
    }));
    $("[data-dates]", page).hidden = !answer?.dates?.length;
    pairs($("[data-dates] dl", page), (answer?.dates || []).map(({ what, day: by }) => [what, by]));
    const link = $("[data-slip]", page);
    link.hidden = !answer?.slip;
    if (answer?.slip) link.href = answer.slip;
    $("[data-remove]", page).hidden = !answer;
    show("slip");
  };

  // --- writing ---

  const begin = async (kind, visit = null, survey = null) => {
    const draft = {
      id: crypto.randomUUID(), kind, state: "draft", attempts: 0, nextAt: 0, taken: new Date().toISOString(), photos: [],
      values: kind === "intake" ? { channel: facts.channels[0].key, reply_channel: "phone" } : {},
      ...(visit ? { visit: visit.id, about: visit } : {}),
      ...(survey ? { survey, about: { subject: survey.label, name: "" } } : {}),
    };
    await vault.keep(me, draft);
    navigator.storage?.persist?.();
    await go(`#edit/${draft.id}`);
  };

  const option = (value, label) => {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = label;
    return made;
  };

  // A type that is offered no more stays chosen, so that the office can say so beside it.
  const typeOf = (draft) => draft.survey?.type || (facts.types || []).find(({ key }) => key === draft.type?.key) || null;
  const papersOf = (draft) => [...new Set([...facts.documents, ...(draft.kind === "intake" ? fields.papers(typeOf(draft)) : [])])];
  const offerTypes = (form, draft) => {
    const offered = (facts.types || []).map(({ key, name }) => option(key, name));
    const gone = draft.type && !typeOf(draft) ? [option(draft.type.key, draft.type.name)] : [];
    $("#i_type", form).replaceChildren(option("", say("no-type")), ...offered, ...gone);
    $("#i_type", form).closest(".f").hidden = !offered.length && !gone.length;
    $("#i_type", form).value = draft.type?.key || "";
    drawType(form, draft);
  };
  const drawType = (form, draft) => {
    const place = $("[data-answers]", form);
    const type = typeOf(draft);
    fields.draw(place, type);
    fields.fill(place, draft.answers || []);
    fields.photographed(place, draft.photos.map(({ purpose }) => purpose));
    // What is filled in from here on is what this version asks.
    if (type) draft.type = { key: type.key, name: type.name, version: type.version };
  };
  const chooseType = (form) => {
    const { draft } = editing;
    const subject = form.elements.subject;
    const names = (facts.types || []).map(({ name }) => name);
    const chosen = (facts.types || []).find(({ key }) => key === $("#i_type", form).value);
    draft.answers = fields.answers($("[data-answers]", form));
    draft.type = chosen ? { key: chosen.key, name: chosen.name, version: chosen.version } : null;
    if (!subject.value.trim() || names.includes(subject.value)) subject.value = chosen ? chosen.name.slice(0, subject.maxLength) : "";
    drawType(form, draft);
    $("#papers").replaceChildren(...papersOf(draft).map((label) => option(label, label)));
  };

  const edit = async (draft) => {
    const form = $(`#${draft.kind}`);
    form.reset();
    clearErrors(form);
    if (draft.state !== "draft") await vault.keep(me, { ...draft, state: "draft" });
    editing = { draft: { ...draft, state: "draft" }, form };
    if (draft.kind === "intake") {
      const offered = facts.channels.map(({ key, label }) => option(key, label));
      form.elements.channel.replaceChildren(...offered);
      offerTypes(form, draft);
      $("[data-clear]", form).click();
    } else if (draft.kind === "survey") {
      const place = $("[data-answers]", form);
      $("[data-about]", form).textContent = draft.survey.label;
      fields.draw(place, draft.survey.type);
      fields.fill(place, draft.answers || []);
    } else {
      $("[data-about]", form).textContent = `${draft.about.reference} · ${draft.about.name} · ${draft.about.subject}`;
      $("[data-no-consent]", form).hidden = draft.about.consents;
      $("[data-no-photographs]", form).hidden = draft.about.photographs;
    }
    $("#papers").replaceChildren(...papersOf(draft).map((label) => option(label, label)));
    for (const [name, value] of Object.entries(draft.values)) {
      const field = form.elements[name];
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
    }
    if (draft.kind === "intake") {
      form.elements.signature.value = draft.values.signature || "";
      $("[data-signed]", form).hidden = !draft.values.signature;
      if (draft.values.signature) $("[data-signed]", form).src = draft.values.signature;
    }
    momentField(form).value = checks.local(new Date(draft.taken));
    if (draft.refused) refusedBy(form, draft.refused);
    await showPhotos();
    show(draft.kind);
    window.scrollTo(0, 0);
  };
  const momentField = (form) => form.elements[form.id === "report" ? "visited_at" : "taken_at"];

  const valuesOf = (form) => {
    const values = {};
    for (const field of form.elements) {
      if (!field.name || ["file", "submit"].includes(field.type) || field === momentField(form) || field.closest("[data-answers]")) continue;
      values[field.name] = field.type === "checkbox" ? field.checked : field.value;
    }
    return values;
  };
  let timer = 0;
  let keeping = Promise.resolve();
  const keepNow = () => {
    clearTimeout(timer);
    if (!editing?.form || editing.leaving) return keeping;
    const { draft, form } = editing;
    draft.values = valuesOf(form);
    const asked = $("[data-answers]", form);
    if (asked && typeOf(draft)) draft.answers = fields.answers(asked);
    const typed = new Date(momentField(form).value);
    // To the minute on the page; the seconds count where nobody changed it.
    if (!Number.isNaN(typed.valueOf()) && checks.local(new Date(draft.taken)) !== momentField(form).value) draft.taken = typed.toISOString();
    const copy = structuredClone(draft);
    keeping = keeping.then(() => vault.keep(me, copy)).then(() => {
      $("[data-saved]", form).textContent = say("kept");
    });
    return keeping;
  };
  const keepSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(keepNow, 300);
  };
  const stopEditing = async () => {
    if (editing?.form) await keepNow();
    editing = null;
  };

  const showPhotos = async () => {
    const { draft, form } = editing;
    if (!$("[data-photo-list]", form)) return;
    const shown = await Promise.all(draft.photos.map(async (photo) => {
      const item = $("#photo").content.cloneNode(true);
      const blob = await vault.photo(me, photo.id);
      const picture = $("img", item);
      if (blob) {
        picture.src = URL.createObjectURL(blob);
        picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
      }
      const field = $("input", item);
      field.id = `purpose_${photo.id}`;
      $("label", item).htmlFor = field.id;
      field.value = photo.purpose;
      field.addEventListener("input", (event) => {
        event.stopPropagation();
        photo.purpose = field.value;
        photographed();
        keepSoon();
      });
      $("button", item).addEventListener("click", async () => {
        draft.photos = draft.photos.filter(({ id }) => id !== photo.id);
        await vault.removePhoto(photo.id);
        await keepNow();
        await showPhotos();
      });
      return item;
    }));
    $("[data-photo-list]", form).replaceChildren(...shown);
    photographed();
  };
  const photographed = () => {
    const { draft, form } = editing;
    if (draft.kind === "intake") fields.photographed($("[data-answers]", form), draft.photos.map(({ purpose }) => purpose));
  };
  const takePhotos = async (field) => {
    const { draft, form } = editing;
    for (const file of field.files) {
      if (draft.photos.length >= facts.most_photos) {
        mark(form, field, say("too-many"));
        break;
      }
      try {
        const id = await vault.addPhoto(me, draft.id, await photos.reduced(file));
        draft.photos.push({ id, purpose: (draft.kind === "intake" && papersOf(draft)[draft.photos.length]) || "" });
      } catch {
        mark(form, field, say("no-picture"));
      }
    }
    field.value = "";
    await keepNow();
    await showPhotos();
  };

  // --- what is wrong ---

  const clearErrors = (form) => {
    $("[data-refused]", form).hidden = true;
    for (const list of form.querySelectorAll("ul.errors")) list.remove();
    for (const marked of form.querySelectorAll(".has-error")) marked.classList.remove("has-error");
    for (const field of form.querySelectorAll("[aria-invalid]")) {
      field.removeAttribute("aria-invalid");
      if (field.dataset.described) field.setAttribute("aria-describedby", field.dataset.described);
      else field.removeAttribute("aria-describedby");
    }
  };
  const mark = (form, field, words) => {
    const place = field?.closest("[data-key]")?.firstElementChild || field?.closest(".f");
    if (!place) return false;
    const said = document.createElement("ul");
    const item = document.createElement("li");
    said.className = "errors";
    said.id = `error_${field.id || field.name}`;
    item.textContent = words;
    said.append(item);
    place.classList.add("has-error");
    place.append(said);
    field.setAttribute("aria-invalid", "true");
    field.dataset.described ??= field.getAttribute("aria-describedby") || "";
    field.setAttribute("aria-describedby", `${field.dataset.described} ${said.id}`.trim());
    return true;
  };
  const controlOf = (form, name) => {
    const asked = $("[data-answers]", form);
    if (name === "request_type") return $("#i_type", form);
    return asked && name.startsWith("a-") ? fields.controlOf(asked, name) : form.elements[name];
  };
  const refusedBy = (form, refused) => {
    clearErrors(form);
    const note = $("[data-refused]", form);
    const beside = Object.entries(refused.errors || {}).filter(([name, said]) => mark(form, controlOf(form, name), said.join(" ")));
    $("p", note).textContent = beside.length || !refused.errors ? refused.message : [refused.message, ...Object.values(refused.errors).flat()].join(" ");
    note.hidden = false;
  };
  const faults = (form) => {
    const found = [];
    const need = (name) => {
      if (!form.elements[name].value.trim()) found.push([name, say("required")]);
    };
    if (form.id === "intake") {
      need("name");
      need("subject");
      const identity = checks.identity(form.elements.identity_number.value);
      if (identity) found.push(["identity_number", say(identity)]);
      const mobile = checks.mobile(form.elements.mobile.value);
      if (mobile) found.push(["mobile", say(mobile)]);
      else if (form.elements.reply_channel.value === "phone" && !form.elements.mobile.value.trim()) found.push(["mobile", say("mobile-needed")]);
      if (form.elements.signature.value && !form.elements.declared.checked) found.push(["declared", say("declare")]);
    } else if (form.id === "survey") {
      const given = fields.answers($("[data-answers]", form)).map(([name]) => name);
      for (const { key, required } of editing.draft.survey.type.fields) if (required && !given.includes(`a-${key}`)) found.push([`a-${key}`, say("required")]);
      if (!given.length && !found.length) found.push([momentField(form).name, say("required")]);
    } else {
      need("findings");
      need("recommendation");
    }
    if (!momentField(form).value) found.push([momentField(form).name, say("required")]);
    return found;
  };

  const done = async (form) => {
    if (editing?.form !== form || editing.leaving) return;
    clearErrors(form);
    const found = faults(form);
    for (const [name, words] of found) mark(form, controlOf(form, name), words);
    if (found.length) {
      controlOf(form, found[0][0]).focus();
      return;
    }
    // Pressed twice, or hidden meanwhile: a draft that was kept late must not undo the sending.
    const { draft } = editing;
    const kept = keepNow();
    editing.leaving = true;
    await kept;
    delete draft.refused;
    await vault.keep(me, { ...draft, state: "waiting", uncertain: false, attempts: 0, nextAt: 0 });
    editing = null;
    queue.tell();
    await go(`#slip/${draft.id}`);
    await sending(true);
  };

  // --- sending ---

  const connected = (there) => {
    $("[data-online]").hidden = !there;
    $("[data-offline]").hidden = there;
  };
  const sending = async (force = false) => {
    const before = me?.owner;
    const outcome = await queue.send(places, { owner: me?.owner, force });
    $("#signed-out").hidden = outcome !== "signed-out";
    connected(outcome !== "offline");
    if (outcome === "somebody-else") {
      await stopEditing();
      location.hash = "";
    }
    await whoAmI();
    if (!editing?.form || me?.owner !== before) await route();
    if (outcome === "somebody-else" && me && me.owner !== before) await sending(true);
  };
  const whoAmI = async () => {
    me = await vault.current();
    facts = me ? await vault.facts(me).catch(() => null) : null;
    $("[data-who]").textContent = facts?.name || "";
  };
  const tidy = async () => {
    for (const draft of me ? await vault.drafts(me) : []) {
      if (draft.state === "sent" && Date.now() - new Date(draft.sentAt) > SENT_STAYS) await vault.remove(me, draft.id);
    }
  };

  // --- hands ---

  const listen = () => {
    $("#i_type").addEventListener("change", () => chooseType($("#intake")));
    for (const id of ["intake", "report", "survey"]) {
      const form = document.getElementById(id);
      form.addEventListener("input", keepSoon);
      form.addEventListener("change", (event) => (event.target.matches("[data-photos]") ? takePhotos(event.target) : keepSoon()));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        done(form);
      });
      $("canvas", form)?.addEventListener("pointerup", () => setTimeout(keepSoon));
      $("[data-clear]", form)?.addEventListener("click", () => {
        $("[data-signed]", form).hidden = true;
        keepSoon();
      });
    }
    for (const button of document.querySelectorAll("[data-back]")) button.addEventListener("click", () => go(""));
    $("[data-new]").addEventListener("click", () => begin("intake"));
    $("[data-send]").addEventListener("click", () => sending(true));
    $("[data-remove]").addEventListener("click", async () => {
      if (!window.confirm(say(editing.draft.kind === "report" ? "remove-report" : "remove-sent"))) return;
      await vault.remove(me, editing.draft.id);
      editing = null;
      await go("");
    });
    $("[data-lock]").addEventListener("click", async () => {
      if (!window.confirm(say("lock"))) return;
      await vault.lock();
      me = facts = null;
      await go("");
    });
    window.addEventListener("hashchange", route);
    window.addEventListener("online", () => sending(true));
    window.addEventListener("offline", () => connected(false));
    window.addEventListener("pagehide", keepNow);
    document.addEventListener("visibilitychange", () => (document.hidden ? keepNow() : sending()));
    queue.onChange(async () => {
      if (!editing?.form) await route();
    });
    setInterval(async () => {
      if (!me || !navigator.onLine || !$("#signed-out").hidden) return;
      const kept = await vault.drafts(me);
      if (kept.some((draft) => ["waiting", "sending"].includes(draft.state))) await sending();
    }, AGAIN);
  };

  const start = async () => {
    if (!window.isSecureContext || !window.indexedDB || !crypto.subtle) {
      $("#unfit").hidden = false;
      return;
    }
    listen();
    connected(navigator.onLine);
    navigator.serviceWorker?.register(places.worker, { scope: places.page });
    await whoAmI();
    await tidy();
    await route();
    await sending(true);
    document.body.dataset.ready = "true";
  };
  document.addEventListener("DOMContentLoaded", start);
})();
