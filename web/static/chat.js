// The web chat. What somebody writes keeps its id until its answer is here: a lost connection, a reload or a
// second try never loses it and never does it twice. What the desk writes unasked is fetched while somebody looks.
"use strict";
(() => {
  const root = document.getElementById("chat");
  const words = root.dataset;
  const log = document.getElementById("log");
  const form = document.getElementById("form");
  const field = document.getElementById("field");
  const state = document.getElementById("state");
  const sure = document.getElementById("sure");

  const KEPT = `frontdesk-unanswered${words.base}`; // of this tab alone
  const DRAFT = `frontdesk-draft${words.base}`;
  const PROMISED = `frontdesk-promised${words.base}`;
  const PATIENCE = 45000;
  const PAUSES = [1000, 2000, 4000, 8000, 15000];

  /** @type {{id: string, text?: string, action?: string, label: string}[]} what waits for its answer, in order */
  let waiting = [];
  /** @type {{id: string, label: string}[]} what the desk has written down and answers later */
  let promised = [];
  const bubbles = new Map(); // by message id
  let hasBegun = false;
  let isEager = false; // whether something was to be sent before
  let isSending = false;
  let isLeaving = false; // for a new conversation
  let isByKeyboard = false; // whether the last choice was taken with a key
  let lastActive = Date.now();
  const hasMouse = matchMedia("(pointer: fine)"); // and no keyboard on the screen that would come up
  const isEmbedded = document.body.classList.contains("embedded") && parent !== window;
  const tellHost = (what) => { if (isEmbedded) parent.postMessage({ frontdesk: what }, "*"); }; // no secret in it

  // --- what is kept in this tab ---------------------------------------------------------------------

  const store = (name, value) => {
    try {
      sessionStorage.setItem(name, JSON.stringify(value));
    } catch { /* a browser that keeps nothing: then a reload forgets what was not sent */ }
  };
  const stored = (name, otherwise) => {
    try {
      return JSON.parse(sessionStorage.getItem(name)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const keep = () => store(KEPT, waiting);
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => n.toString(16).padStart(2, "0")).join("");

  // --- what is shown --------------------------------------------------------------------------------

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };

  // Numbers to call: the house's own however they are spaced, and of others where a number ends cannot be told from what
  // follows. One not in international form may as well be a room or a price: it is meant behind a word for calling.
  const anyCase = (word) => [...word].map((letter) => `[${letter}${letter.toUpperCase()}]`).join("");
  const toCall = `(?:^|\\s)(?:${JSON.parse(words.toCall).map(anyCase).join("|")})\\s+`;
  const pattern = (known) => {
    const spaced = [...known.replace(/[^0-9*#]/g, "")].map((sign) => (sign === "*" ? "[*]" : sign)).join("[ ()-]*");
    return known.startsWith("+") ? `\\+${spaced}(?![0-9])` : `${toCall}${spaced}(?! ?[0-9])`;
  };
  const numbers = [...JSON.parse(words.numbers).map(pattern), "\\+[0-9]{8,15}(?![0-9])"].join("|");
  const LINKS = new RegExp(`(https?://[^\\s<>"“”]*[^\\s<>"“”.,;:!?)\\]]|\\b[ADHP]-[0-9A-Z]{6}\\b|${numbers})`);
  const linked = (text) =>
    text.split(LINKS).flatMap((part, n) => {
      if (n % 2 === 0) return [part];
      if (part.startsWith("http")) return [element("a", { href: part, rel: "noopener noreferrer", target: "_blank" }, part)];
      if (/^[ADHP]-/.test(part)) return [element("span", { class: "code" }, part)];
      const begin = part.search(/[+*#0-9]/);
      const number = part.slice(begin);
      return [part.slice(0, begin), element("a", { href: `tel:${number.replace(/[^+*#0-9]/g, "").replaceAll("#", "%23")}` }, number)];
    });

  const drawn = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    svg.append(line);
    return svg;
  };

  const toEnd = () => { log.scrollTop = log.scrollHeight; };

  const show = (isPerson, text, { language, author } = {}) => {
    const paragraph = element("p", language ? { lang: language } : {}, ...linked(text));
    const who = author
      ? element("span", { class: "author" }, author, element("span", { class: "hidden" }, ": "))
      : element("span", { class: "hidden" }, `${isPerson ? words.you : words.desk}: `);
    paragraph.prepend(who);
    const said = element("div", { class: `said ${isPerson ? "person" : "desk"}` }, paragraph);
    log.append(said);
    toEnd();
    return said;
  };

  const PAGE_AND_CLIP = "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.6 1.6 0 0 1-2.3-2.3l7.6-7.5";
  const showFile = (name) => {
    const said = show(true, "");
    said.classList.add("file");
    said.firstChild.append(drawn(PAGE_AND_CLIP), element("b", {}, name));
    return said;
  };

  /** What belongs to the last question goes with it; what the desk asked unasked stays until it is answered. */
  const dropChoices = () => log.querySelectorAll(".choices:not(.standing)").forEach((list) => list.remove());

  /** Offer choices below what was just shown; those of a question asked unasked, `asked`, stand until it is over. */
  const offer = (choices, tap, asked = null) => {
    if (asked === null) dropChoices();
    if (!choices.length) return;
    const list = element("ul", { class: "choices", "aria-label": words.choices });
    if (asked !== null) {
      list.classList.add("standing");
      list.dataset.asked = asked;
    }
    for (const choice of choices) {
      const button = element("button", { type: "button" }, choice.label);
      button.addEventListener("click", (event) => {
        isByKeyboard = event.detail === 0;
        // the button goes: a keyboard must not fall back to the top, and whoever types next wants the field
        (isByKeyboard || !hasMouse.matches ? log : field).focus({ preventScroll: true });
        list.remove();
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

  const seen = new Set(); // what the desk wrote unasked, by id: another tab or a lost answer may bring it again
  const showUnasked = (line, language) => {
    if (seen.has(line.id)) return null;
    seen.add(line.id);
    const said = show(false, line.text, { author: line.author, language });
    const choices = line.choices || [];
    if (!line.asks) {
      if (choices.length) offer(choices, tapped);
    } else if (line.open !== false) {
      offer(choices, tapped, line.id);
    }
    return said;
  };

  const reply = (replies, language) => {
    let first = null;
    if (replies.some((each) => each.id === undefined)) dropChoices();
    for (const each of replies) {
      if (each.id !== undefined) {
        first = showUnasked(each, language) || first;
        continue;
      }
      const said = show(false, each.text, { language });
      first = first || said;
      offer(each.choices || [], tapped);
    }
    lastActive = Date.now();
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

  /** Ask until there is an answer; only what was refused for good comes back without one. `noted` is called once it is
   *  safe at the desk, which may wait with its answer for the rest of a sentence. */
  const insist = async (path, options = {}, { noted = () => {}, tries: most = Infinity } = {}) => {
    for (let tries = 0; tries < most; tries += 1) {
      let pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
      try {
        const response = await fetch(path, {
          ...options,
          headers: { ...options.headers, "Accept-Language": document.documentElement.lang },
          cache: "no-store",
          signal: AbortSignal.timeout(PATIENCE),
        });
        if (response.ok) {
          if (response.headers.has("Frontdesk-Held")) noted();
          const answer = response.status === 204 ? {} : await response.json();
          if (state.textContent && !state.classList.contains("good")) announce("");
          return answer;
        }
        const refused = await response.json().catch(() => ({}));
        const isCutOff = response.status === 408; // on a bad line it takes another try, or several
        if (response.status < 500 && response.status !== 429 && !isCutOff) return { error: refused.error || words.notSent };
        pause = Math.max(pause, 1000 * Number(response.headers.get("Retry-After") || 0));
        writing(false);
        announce(isCutOff ? words.offline : refused.error || words.busy);
      } catch {
        writing(false);
        announce(words.offline);
      }
      await until(pause);
    }
    return { error: words.offline };
  };

  const post = (body, noted) => insist(`${words.base}/messages`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }, { noted });

  const noted = new Set(); // ids of messages that are safe at the desk and wait for their answer
  const sendWaiting = async () => {
    if (isSending) return;
    isSending = true;
    for (let item; (item = waiting.find((each) => !noted.has(each.id)));) {
      await new Promise((next) => {
        sendOne(item, () => { noted.add(item.id); next(); }).then(next);
      });
    }
    isSending = false;
  };

  const sendOne = async (item, whenNoted) => {
    const { label, ...message } = item;
    writing(true);
    const answer = await post(message, whenNoted);
    waiting = waiting.filter((each) => each !== item);
    noted.delete(item.id);
    keep();
    writing(false);
    settle(item.id, answer.error);
    if (answer.kept) promise({ id: item.id, label });
    if (!answer.error) reply(answer.replies, answer.language);
    if (answer.is_new) announce(words.noCookies); // /chat/history had given it a conversation
    writing(waiting.length > 0);
    if (standing()) look(); // words may have answered it as well
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
    lastActive = Date.now();
    wait({ id: newId(), ...message }, show(true, message.label));
    sendWaiting();
  };

  // --- files ----------------------------------------------------------------------------------------

  const TRIES = 3; // of what was cut off on its way; a lost connection is waited for as long as it takes
  /** @type {{id: string, file: File, bubble: HTMLElement, request?: XMLHttpRequest, isOver?: boolean, wake?: Function}[]} */
  const uploads = [];
  let isUploading = false;

  const postFile = (item, progress) => new Promise((done) => {
    const request = new XMLHttpRequest();
    const isHopeless = item.file.size > Number(words.limit); // the desk says why; nothing need be sent for that
    item.request = request;
    const facts = new URLSearchParams({ id: item.id, size: item.file.size });
    request.open("POST", `${words.base}/files?${facts}`);
    request.responseType = "json";
    request.setRequestHeader("Accept-Language", document.documentElement.lang);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    // halves of characters cannot be encoded; by way of bytes they are none any more
    const name = new TextDecoder().decode(new TextEncoder().encode(item.file.name.slice(-300)));
    request.setRequestHeader("Frontdesk-File", encodeURIComponent(name)); // addresses end up in logs
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.addEventListener("loadend", () => done({
      status: request.status,
      answer: request.response || {},
      pause: 1000 * Number(request.getResponseHeader("Retry-After") || 0),
    }));
    request.send(isHopeless ? null : item.file);
  });

  /** Send one file until it is answered, cancelled, or refused for good; its answer, or what to say. */
  const sendFile = async (item, progress) => {
    for (let tries = 0, cuts = 0; ; tries += 1) {
      const isThere = await item.file.slice(0, 1).arrayBuffer().then(() => true, () => false);
      if (!isThere) return { error: words.unreadable }; // taken away or changed since: no try would help
      const { status, answer, pause } = await postFile(item, progress);
      if (item.isOver) return { error: words.cancelled };
      if (status === 200) return answer;
      if (status === 408) cuts += 1;
      if (cuts >= TRIES || (status >= 400 && status < 500 && status !== 408 && status !== 429)) {
        return { error: `${words.failed} ${answer.error || ""}`, mayTryAgain: cuts >= TRIES };
      }
      announce(status === 0 ? words.offline : answer.error || words.busy);
      progress.removeAttribute("value");
      await Promise.race([until(Math.max(pause, PAUSES[Math.min(tries, PAUSES.length - 1)])), new Promise((wake) => { item.wake = wake; })]);
      if (item.isOver) return { error: words.cancelled };
    }
  };

  const sendFiles = async () => {
    if (isUploading) return;
    isUploading = true;
    while (uploads.length) {
      const item = uploads[0];
      const name = item.file.name;
      const progress = element("progress", { max: 1, value: 0, "aria-label": words.sending.replace("{file}", name) });
      item.bubble.querySelector("progress")?.remove();
      item.bubble.querySelector(".sending").prepend(progress);
      const answer = item.isOver ? { error: words.cancelled } : await sendFile(item, progress);
      uploads.shift();
      item.bubble.classList.remove("waiting");
      const row = item.bubble.querySelector(".sending");
      if (answer.error) {
        row.replaceChildren(element("small", {}, answer.error));
        if (answer.mayTryAgain) row.append(againButton(item));
        item.bubble.classList.add("failed");
        continue;
      }
      if (row.contains(document.activeElement)) field.focus();
      row.remove();
      if (state.textContent && !state.classList.contains("good")) announce("");
      if (answer.kept) promise({ id: item.id, label: name });
      reply(answer.replies, answer.language);
      if (answer.is_new) announce(words.noCookies);
    }
    isUploading = false;
  };

  const againButton = (item) => {
    const button = element("button", { type: "button" }, words.again);
    button.addEventListener("click", () => {
      item.bubble.remove();
      attach([item.file], item.id);
    });
    return button;
  };

  const cancelButton = (item) => {
    const button = element("button", { type: "button", "aria-label": words.cancel.replace("{file}", item.file.name) }, "✕");
    button.addEventListener("click", () => {
      item.isOver = true;
      item.request?.abort();
      item.wake?.();
      log.focus({ preventScroll: true });
    });
    return button;
  };

  const attach = (files, id) => {
    for (const file of files) {
      const item = { id: id || newId(), file, bubble: showFile(file.name) };
      item.bubble.classList.add("waiting");
      item.bubble.append(element("div", { class: "sending" }, cancelButton(item)));
      uploads.push(item);
    }
    toEnd();
    if (hasBegun) sendFiles();
  };

  const picker = document.getElementById("files");
  document.getElementById("attach").addEventListener("click", () => picker.click());
  picker.addEventListener("change", () => {
    attach([...picker.files]);
    picker.value = ""; // so that the same file can be chosen again
  });

  const drop = document.getElementById("drop");
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  let entered = 0;
  addEventListener("dragenter", (event) => { if (hasFiles(event)) { entered += 1; drop.hidden = false; } });
  addEventListener("dragleave", (event) => { if (hasFiles(event) && --entered <= 0) { entered = 0; drop.hidden = true; } });
  addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault(); });
  addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    entered = 0;
    drop.hidden = true;
    if (isLeaving) return;
    // a folder is no file: it would fail on its way
    attach([...event.dataTransfer.items].filter((each) => each.kind === "file" && !each.webkitGetAsEntry?.()?.isDirectory)
      .map((each) => each.getAsFile()).filter(Boolean));
  });
  field.addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (!files.length) return;
    event.preventDefault();
    attach(files);
  });
  addEventListener("beforeunload", (event) => { if (uploads.length) event.preventDefault(); });

  // --- what the desk writes unasked -----------------------------------------------------------------

  let lookTimer = 0;
  let isLooking = false;
  let isClosed = false; // the panel that this page stands in
  let quickUntil = 0;
  const rest = () => {
    const now = Date.now();
    if (isClosed) return 20000;
    if (now < quickUntil) return 2500; // a colleague is writing
    const idle = now - lastActive;
    return idle < 120000 ? 4000 : idle < 900000 ? 10000 : 30000;
  };
  /** What the page wants to hear about: questions that stand on it, and answers that it was promised. */
  const standing = () => {
    const asked = [...log.querySelectorAll(".standing")].map((list) => list.dataset.asked);
    const wanted = { asked: asked.join(","), kept: promised.slice(0, 20).map((each) => each.id).join(",") };
    const query = new URLSearchParams(Object.entries(wanted).filter(([, ids]) => ids)).toString();
    return query && `?${query}`;
  };
  const setPromised = (items) => {
    promised = items;
    store(PROMISED, promised);
  };
  const promise = (item) => setPromised([...promised.filter((each) => each.id !== item.id), item]);
  const retire = (asked) => {
    const list = log.querySelector(`.standing[data-asked="${asked}"]`);
    if (list?.contains(document.activeElement)) log.focus({ preventScroll: true });
    list?.remove();
  };
  const look = async () => {
    clearTimeout(lookTimer);
    if (document.hidden || !hasBegun || isLooking) return;
    isLooking = true;
    try {
      const response = await fetch(`${words.base}/updates${standing()}`, {
        headers: { "Accept-Language": document.documentElement.lang }, cache: "no-store", signal: AbortSignal.timeout(10000),
      });
      if (response.status === 200) {
        const { messages, over = [], answers = [] } = await response.json();
        over.forEach(retire);
        for (const answer of answers) {
          if (!promised.some((each) => each.id === answer.id)) continue;
          setPromised(promised.filter((each) => each.id !== answer.id));
          reply(answer.replies, answer.language);
        }
        const shown = messages.map((line) => showUnasked(line)).concat(answers).filter(Boolean);
        if (messages.some((line) => line.author)) quickUntil = Date.now() + 600000;
        if (shown.length && isClosed) tellHost("unread");
      }
      if (state.textContent === words.offline && !waiting.length && !uploads.length) isBack();
    } catch {
      if (!document.hidden) announce(words.offline);
    }
    isLooking = false;
    lookTimer = setTimeout(look, rest());
  };
  document.addEventListener("visibilitychange", look);

  // --- the person -----------------------------------------------------------------------------------

  const fit = () => {
    store(DRAFT, field.value);
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight + 3, 144)}px`;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    isEager = !hasBegun;
    if (isEager) return; // what was typed stays in the field until the past is there
    const text = field.value.trim();
    if (new TextEncoder().encode(JSON.stringify(text)).length > Number(words.longest)) {
      announce(words.tooLong); // and it stays in the field, to be sent in parts
      return;
    }
    if (state.textContent === words.tooLong) announce("");
    field.value = "";
    fit();
    field.focus({ preventScroll: true }); // a page that it stands in must not jump
    if (text) say({ text, label: text });
  });
  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  document.getElementById("new").addEventListener("click", () => {
    sure.showModal();
    sure.querySelector("[value=no]").focus(); // what loses nothing; browsers warn of `autofocus` in frames
  });
  const setComposer = (isOpen) => {
    for (const each of [...form.elements, document.getElementById("new")]) each.disabled = !isOpen;
    log.inert = !isOpen;
    isLeaving = !isOpen;
  };
  sure.addEventListener("close", async () => {
    if (sure.returnValue !== "yes") return;
    sure.returnValue = "";
    setComposer(false); // what is written from now on would belong to neither conversation
    const { error } = await insist(`${words.base}/new`, { method: "POST" }, { tries: 3 });
    if (error) {
      setComposer(true);
      announce(error);
      return;
    }
    waiting = [];
    keep();
    setPromised([]);
    location.reload();
  });

  const isBack = () => {
    announce(words.online, true);
    setTimeout(() => { if (state.classList.contains("good")) announce(""); }, 3000);
  };
  addEventListener("offline", () => announce(words.offline));
  addEventListener("online", () => {
    isBack();
    look();
  });

  for (const link of document.querySelectorAll(".language")) {
    link.addEventListener("click", (event) => {
      if (!log.querySelector(".person")) return; // nothing was said: the page alone changes
      event.preventDefault();
      const { ask } = link.dataset;
      wait({ id: newId(), text: ask, label: ask }, show(true, ask));
      location.assign(link.href); // the page in the other language sends it
    });
  }

  // --- inside the hospital's own site ---------------------------------------------------------------

  document.getElementById("close")?.addEventListener("click", () => tellHost("close"));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !sure.open && !event.isComposing) tellHost("close");
  });
  addEventListener("message", (event) => {
    if (!isEmbedded || event.source !== parent) return;
    isClosed = event.data?.frontdesk === "closed";
    if (event.data?.frontdesk !== "opened") return;
    field.focus();
    look();
  });

  // --- the beginning --------------------------------------------------------------------------------

  const begin = async () => {
    const { messages = [], error } = await insist(`${words.base}/history`);
    const unanswered = stored(KEPT, []);
    log.setAttribute("aria-live", "off"); // what was said before is not read out again
    const heard = new Map();
    for (const line of messages) {
      if (line.from === "desk" && line.id !== undefined) {
        showUnasked(line);
        continue;
      }
      dropChoices();
      if (line.from === "person") {
        const files = (line.files || []).map(showFile);
        const shown = line.text ? show(true, line.text) : files[0];
        heard.set(line.id, { shown, isAnswered: line.answered });
      } else {
        show(false, line.text, { language: line.language });
        offer(line.choices, tapped);
      }
    }
    setPromised(stored(PROMISED, []).filter((item) => !heard.get(item.id)?.isAnswered));
    for (const item of promised) if (!heard.has(item.id)) show(true, item.label);
    if (error) announce(error);
    else if (!messages.length && !unanswered.length && !promised.length) suggest();
    log.setAttribute("aria-live", "polite");
    for (const item of unanswered) {
      const before = heard.get(item.id);
      if (!before?.isAnswered) wait(item, before?.shown || show(true, item.label));
    }
    for (const [id, line] of heard) if (!line.isAnswered && !waiting.some((each) => each.id === id)) promise({ id, label: "" });
    hasBegun = true;
    keep();
    sendWaiting();
    sendFiles();
    look();
    tellHost("ready");
    const draft = stored(DRAFT, "");
    if (draft && !field.value) {
      field.value = draft;
      fit();
    }
    if (isEager) form.requestSubmit();
    const wish = new URLSearchParams(location.hash.slice(1)).get("say");
    if (wish) {
      history.replaceState(null, "", location.pathname);
      field.value = wish;
      fit();
    }
    if (wish || hasMouse.matches) field.focus({ preventScroll: true });
  };

  begin();
})();
