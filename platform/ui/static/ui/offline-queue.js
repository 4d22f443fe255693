// Sends what waits: one tab at a time, photos first, each thing once whatever breaks on the way.
(() => {
  "use strict";
  const { vault } = window.silahOffline;
  const FIRST_PAUSE = 4000;
  const LONGEST_PAUSE = 10 * 60 * 1000;
  const PATIENCE = 60 * 1000;
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("silah-field") : null;

  class SignedOut extends Error {}
  class SomebodyElse extends Error {}
  class Trouble extends Error {
    constructor(seconds = 0) {
      super("not now");
      this.seconds = seconds;
    }
  }

  const asked = async (address, options = {}) => {
    let response;
    try {
      response = await fetch(address, {
        cache: "no-store", credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE), ...options,
      });
    } catch {
      throw new Trouble();
    }
    // The way to the sign-in page: the session is over.
    if (response.type === "opaqueredirect" || response.status === 401) throw new SignedOut();
    if (response.status === 429) throw new Trouble(Number(response.headers.get("Retry-After")) || 60);
    if (response.status >= 500) throw new Trouble();
    return response;
  };
  const json = async (response) => {
    try {
      return await response.json();
    } catch {
      throw new Trouble();
    }
  };

  // Who is signed in now, with what a form needs; the key of somebody else is never kept beside theirs.
  const begin = async (places) => {
    const response = await asked(places.session);
    if (response.status === 403) throw new SomebodyElse();
    const session = await json(response);
    const me = await vault.unlock(session);
    return { me, session };
  };

  const post = (places, session, address, body, type) => asked(address, {
    method: "POST", body, headers: { "Content-Type": type, "X-CSRFToken": session.csrf, "X-Field-Owner": session.owner },
  });

  const sendPhotos = async (places, me, session, draft) => {
    for (const id of await vault.photosToSend(me, draft.id)) {
      const blob = await vault.photo(me, id);
      const address = `${places.photos}?operation=${draft.id}&photo=${id}`;
      const response = await post(places, session, address, blob, "image/jpeg");
      if (response.status === 201) {
        await vault.markPhoto(id, true);
        continue;
      }
      const said = await json(response);
      if (said.code === "other_person") throw new SomebodyElse();
      return said;
    }
    return null;
  };

  const sendOne = async (places, me, session, draft) => {
    const refused = await sendPhotos(places, me, session, draft);
    if (refused) return { refused };
    // From here on it may have arrived, whatever we hear; it is not changed before the server has answered.
    await vault.keep(me, { ...draft, state: "sending", uncertain: true });
    const body = JSON.stringify({
      ...draft.values, operation_id: draft.id, photos: draft.photos.map(({ id, purpose }) => ({ id, purpose })),
      ...(draft.kind === "survey" ? { taken_at: draft.taken, round: draft.survey.id, answers: draft.answers || [] } : draft.kind === "intake" ? { taken_at: draft.taken, request_type: draft.type?.version || "", answers: draft.type ? draft.answers || [] : [] } : { visited_at: draft.taken, visit: draft.visit }),
      sent_at: new Date().toISOString(),
    });
    const response = await post(places, session, { intake: places.intakes, report: places.reports, survey: places.surveys }[draft.kind], body, "application/json");
    if (response.ok) return { answer: await json(response) };
    if (response.status === 403 && !(response.headers.get("Content-Type") || "").includes("json")) throw new Trouble();
    const said = await json(response);
    if (said.code === "other_person") throw new SomebodyElse();
    if (said.code === "photos_missing") return { missing: said.photos };
    return { refused: said };
  };

  const pause = (attempts) => Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** attempts) * (0.75 + Math.random() / 2);

  const sendDraft = async (places, me, session, id) => {
    for (let round = 0; round < 2; round += 1) {
      // Read anew: another tab may have sent it, or somebody may be changing it.
      const draft = await vault.draft(me, id);
      if (!draft || !["waiting", "sending"].includes(draft.state)) return;
      try {
        const { answer, refused, missing } = await sendOne(places, me, session, draft);
        if (missing) {
          for (const photo of missing) await vault.markPhoto(photo, false);
          await vault.keep(me, { ...draft, state: "waiting", uncertain: false });
          continue;
        }
        if (answer) {
          await vault.keep(me, { ...draft, state: "sent", uncertain: false, answer, sentAt: new Date().toISOString(), type: null, answers: [], values: { name: draft.values.name, subject: draft.values.subject } });
          await vault.clearPhotos(me, draft.id);
        } else {
          await vault.keep(me, { ...draft, state: "refused", uncertain: false, refused });
        }
        return;
      } catch (error) {
        const now = await vault.draft(me, id);
        if (now) {
          const attempts = now.attempts + 1;
          const nextAt = Date.now() + (error.seconds ? error.seconds * 1000 : pause(attempts));
          await vault.keep(me, { ...now, state: "waiting", attempts, nextAt });
        }
        throw error;
      }
    }
  };

  // Two tabs, or a page and its twin: only one of them sends.
  const alone = (work) => {
    if (!navigator.locks) return work();
    return navigator.locks.request("silah-field-sending", { ifAvailable: true }, (got) => (got ? work() : "busy"));
  };

  // Answers how it went: sent, nothing, offline, signed-out, somebody-else or busy.
  const send = (places, { owner = null, force = false } = {}) => alone(async () => {
    let outcome = "nothing";
    try {
      const { me, session } = await begin(places);
      if (owner && owner !== me.owner) return "somebody-else";
      for (const waiting of await vault.drafts(me)) {
        const due = force || waiting.nextAt <= Date.now();
        if (!["waiting", "sending"].includes(waiting.state) || !due) continue;
        await sendDraft(places, me, session, waiting.id);
        outcome = "sent";
        tell();
      }
    } catch (error) {
      if (error instanceof SignedOut) outcome = "signed-out";
      else if (error instanceof SomebodyElse) outcome = "somebody-else";
      else if (error instanceof Trouble) outcome = "offline";
      else throw error;
    } finally {
      tell();
    }
    return outcome;
  });

  const tell = () => channel?.postMessage("changed");
  const onChange = (listener) => channel?.addEventListener("message", listener);

  window.silahOffline.queue = { begin, send, tell, onChange, SignedOut, SomebodyElse, Trouble };
})();
