// The web chat. What somebody writes keeps its id until its answer is here: a lost connection, a reload or a
// second try never loses it and never does it twice.
"use strict";
(() => {
  const root = document.getElementById("chat");
  const words = root.dataset;
  const log = document.getElementById("log");
  const form = document.getElementById("form");
  const field = document.getElementById("field");
  const state = document.getElementById("state");
  const sure = document.getElementById("sure");

  const KEPT = "frontdesk-unanswered"; // of this tab alone
  const PATIENCE = 45000;
  const PAUSES = [1000, 2000, 4000, 8000, 15000];

  /** @type {{id: string, text?: string, action?: string, label: string}[]} what waits for its answer, in order */
  let waiting = [];
  const bubbles = new Map(); // by message id
  let hasBegun = false;
  let isEager = false; // whether something was to be sent before
  let isSending = false;
  let isByKeyboard = false; // whether the last choice was taken with a key

  // --- what is kept in this tab ---------------------------------------------------------------------

  const keep = () => {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(waiting));
    } catch { /* a browser that keeps nothing: then a reload forgets what was not sent */ }
  };
  const kept = () => {
    try {
      return JSON.parse(sessionStorage.getItem(KEPT) || "[]");
    } catch {
      return [];
    }
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

  // --- what is shown --------------------------------------------------------------------------------

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  const linked = (text) =>
    text.split(/(https?:\/\/[^\s<>"“”]*[^\s<>"“”.,;:!?)\]])/).map((part, n) =>
      n % 2 ? element("a", { href: part, rel: "noopener noreferrer", target: "_blank" }, part) : part);

  const toEnd = () => { log.scrollTop = log.scrollHeight; };

  const show = (isPerson, text, language) => {
    const paragraph = element("p", language ? { lang: language } : {}, ...linked(text));
    const who = element("span", { class: "hidden" }, `${isPerson ? words.you : words.desk}: `);
    paragraph.prepend(who);
    const said = element("div", { class: `said ${isPerson ? "person" : "desk"}` }, paragraph);
    log.append(said);
    toEnd();
    return said;
  };

  const dropChoices = () => log.querySelectorAll(".choices").forEach((list) => list.remove());

  const offer = (choices, tap) => {
    dropChoices();
    if (!choices.length) return;
    const list = element("ul", { class: "choices", "aria-label": words.choices });
    for (const choice of choices) {
      const button = element("button", { type: "button" }, choice.label);
      button.addEventListener("click", (event) => {
        isByKeyboard = event.detail === 0;
        log.focus({ preventScroll: true }); // the button goes: a keyboard must not fall back to the top
        tap(choice);
      });
      list.append(element("li", {}, button));
    }
    log.append(list);
    toEnd();
  };

  const tapped = (choice) => say({ action: choice.value, label: choice.label });
  const suggest = () => {
    show(false, words.hello);
    offer(JSON.parse(words.examples).map((label) => ({ label })), (choice) => say({ text: choice.label, label: choice.label }));
  };

  const reply = (replies, language) => {
    dropChoices();
    let first = null;
    for (const each of replies) {
      const said = show(false, each.text, language);
      first = first || said;
      offer(each.choices || [], tapped);
    }
    if (!first) return;
    if (isByKeyboard && document.activeElement === log) {
      first.tabIndex = -1;
      first.focus({ preventScroll: true }); // the next Tab finds the choices that came with it
    }
    isByKeyboard = false;
    // a long answer is read from its beginning
    log.scrollTop = Math.min(log.scrollTop, first.offsetTop - log.offsetTop - 16);
  };

  const announce = (sentence, isGood = false) => {
    if (state.textContent !== sentence) state.textContent = sentence;
    state.classList.toggle("good", isGood);
    toEnd();
  };

  let dots = null;
  let dotsTimer = 0;
  const writing = (isWriting) => {
    clearTimeout(dotsTimer);
    dots?.remove();
    dots = null;
    if (!isWriting) return;
    dotsTimer = setTimeout(() => {
      dots = element("div", { class: "writing", role: "img", "aria-label": words.writing }, element("i"), element("i"), element("i"));
      log.append(dots);
      toEnd();
    }, 250);
  };

  // --- the server -----------------------------------------------------------------------------------

  const until = (milliseconds) => new Promise((wake) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      wake();
    }
    addEventListener("online", done);
  });

  /** Ask until there is an answer; only what was refused for good comes back without one. */
  const insist = async (path, options = {}) => {
    for (let tries = 0; ; tries += 1) {
      let pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
      try {
        const response = await fetch(path, { ...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
        if (response.ok) {
          const answer = response.status === 204 ? {} : await response.json();
          if (state.textContent && !state.classList.contains("good")) announce("");
          return answer;
        }
        const refused = await response.json().catch(() => ({}));
        if (response.status < 500 && response.status !== 429) return { error: refused.error || words.notSent };
        pause = Math.max(pause, 1000 * Number(response.headers.get("Retry-After") || 0));
        writing(false);
        announce(refused.error || words.busy);
      } catch {
        writing(false);
        announce(words.offline);
      }
      await until(pause);
    }
  };

  const post = (body) => insist("/chat/messages", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

  const sendWaiting = async () => {
    if (isSending) return;
    isSending = true;
    while (waiting.length) {
      const { label, ...message } = waiting[0];
      writing(true);
      const answer = await post(message);
      writing(false);
      waiting.shift();
      keep();
      settle(message.id, answer.error);
      if (answer.error) continue;
      reply(answer.replies, answer.language);
      if (answer.is_new) announce(words.noCookies); // /chat/history had given it a conversation
    }
    isSending = false;
  };

  const settle = (id, error) => {
    const bubble = bubbles.get(id);
    bubble.classList.remove("waiting");
    if (!error) return;
    bubble.classList.add("failed");
    bubble.append(element("small", {}, `${words.notSent} ${error}`));
    toEnd();
  };

  const wait = (item, bubble) => {
    bubble.classList.add("waiting");
    bubbles.set(item.id, bubble);
    waiting.push(item);
    keep();
  };

  const say = (message) => {
    dropChoices();
    wait({ id: newId(), ...message }, show(true, message.label));
    sendWaiting();
  };

  // --- the person -----------------------------------------------------------------------------------

  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 3, 144)}px`;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    isEager = !hasBegun;
    if (isEager) return; // what was typed stays in the field until the past is there
    const text = field.value.trim();
    field.value = "";
    fit();
    field.focus();
    if (text) say({ text, label: text });
  });
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  document.getElementById("new").addEventListener("click", () => sure.showModal());
  sure.addEventListener("close", async () => {
    if (sure.returnValue !== "yes") return;
    sure.returnValue = "";
    await insist("/chat/new", { method: "POST" });
    waiting = [];
    keep();
    location.reload();
  });

  addEventListener("offline", () => announce(words.offline));
  addEventListener("online", () => {
    announce(words.online, true);
    setTimeout(() => { if (state.classList.contains("good")) announce(""); }, 3000);
  });

  // --- the beginning --------------------------------------------------------------------------------

  const begin = async () => {
    const { messages = [] } = await insist("/chat/history");
    const unanswered = kept();
    log.setAttribute("aria-live", "off"); // what was said before is not read out again
    const heard = new Map();
    for (const line of messages) {
      dropChoices();
      const shown = show(line.from === "person", line.text);
      if (line.from === "person") heard.set(line.id, { shown, isAnswered: line.answered });
      else offer(line.choices, tapped);
    }
    if (!messages.length && !unanswered.length) suggest();
    log.setAttribute("aria-live", "polite");
    for (const item of unanswered) {
      const before = heard.get(item.id);
      if (!before?.isAnswered) wait(item, before?.shown || show(true, item.label));
    }
    hasBegun = true;
    keep();
    sendWaiting();
    if (isEager) form.requestSubmit();
    const wish = new URLSearchParams(location.hash.slice(1)).get("say");
    if (wish) {
      history.replaceState(null, "", location.pathname);
      field.value = wish;
      fit();
    }
    if (wish || matchMedia("(pointer: fine)").matches) field.focus();
  };

  begin();
})();
