// The living demo. It draws what /demo/state tells, and its things to try type into the phones as a person would:
// nothing here knows an answer of the desk.
"use strict";
(() => {
  const main = document.getElementById("demo");
  const words = JSON.parse(main.dataset.words);
  const narrator = document.getElementById("narrator");
  const stage = document.getElementById("stage");
  const guide = document.getElementById("guide");
  const POLL = 1500;
  const PATIENCE = 20000;
  const KEPT = "frontdesk-demo-done";

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== false) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const pause = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));
  const isNarrow = matchMedia("(max-width: 61rem)"); // one half at a time, as in the stylesheet
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const tell = (sentence, isTrouble = false) => {
    narrator.textContent = sentence;
    narrator.classList.toggle("trouble", isTrouble);
  };

  /** Do something at the hospital; throws an Error with a sentence when it refuses. */
  const act = async (path, body = {}) => {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    }).catch(() => null);
    const told = await response?.json().catch(() => ({})) || {};
    if (!response?.ok) throw new Error(told.error || words.away);
    await look();
    return told;
  };

  // --- the hospital as it is ------------------------------------------------------------------------

  let scene = null;
  let known = null; // what was shown before, by what it is about: so that changes can be seen
  let shownDate = "";
  let isAway = false;
  let looks = 0;
  let looking = Promise.resolve();

  /** Draw what has changed; done once a question asked from now on is answered. */
  const look = () => {
    looks += 1;
    looking = looking.then(lookOnce).finally(() => { looks -= 1; });
    return looking;
  };
  const glance = () => { if (!document.hidden && !looks) look(); };

  /** The scene, where it has changed; "same" where it has not, null while the hospital is out of reach. */
  const fetchScene = async () => {
    try {
      const response = await fetch(`/demo/state?since=${encodeURIComponent(scene?.mark || "")}`, { cache: "no-store", signal: AbortSignal.timeout(10000) });
      if (!response.ok) return null;
      return response.status === 200 ? await response.json() : "same";
    } catch {
      return null;
    }
  };

  const lookOnce = async () => {
    const found = await fetchScene();
    if (found === null) {
      if (scene || isAway) tell(words.away, true);
      isAway = true;
      return;
    }
    if (isAway) tell(words.narrator_first);
    isAway = false;
    if (found === "same") return;
    scene = found;
    try {
      draw();
    } catch (error) {
      reportError(error); // a fault of this page is not the hospital's, and is to be seen
      tell(words.failed, true);
    }
  };

  const fill = (id, items, empty) => {
    const list = document.getElementById(id);
    list.replaceChildren(...(items.length ? items : [element("li", { class: "empty" }, empty)]));
  };

  const draw = () => {
    document.getElementById("time").textContent = scene.now;
    document.getElementById("date").textContent = scene.date;
    document.getElementById("day").textContent = scene.day;
    document.getElementById("stock").textContent = scene.stock;
    document.getElementById("waiting").textContent = scene.waiting;
    document.getElementById("more").textContent = scene.tasks_more;
    const changed = changes();
    drawBoard(changed);
    fill("around", scene.around.map((visit) => element("li", {},
      element("time", {}, visit.time), element("b", {}, visit.who), pill(visit), element("small", {}, visit.doctor))), words.around_empty);
    const others = document.getElementById("others");
    others.hidden = !scene.other_days.length;
    others.lastElementChild.replaceChildren(...scene.other_days.map((visit) => element("li", { class: changed.has(`v${visit.id}`) && "fresh" },
      element("time", {}, visit.time), element("b", {}, visit.who), pill(visit), element("small", {}, visit.doctor))));
    drawTasks(changed);
    fill("leaving", scene.leaving.map((message) => element("li", { class: changed.has(`m${message.id}`) && "fresh" },
      element("small", {}, `${message.channel} ${message.to}`), message.text)), words.leaving_empty);
  };

  const pill = (visit) => element("span", { class: `pill is-${visit.status}` }, visit.word);

  /** What is new or has changed since the last time, by its key. */
  const changes = () => {
    const now = new Map();
    const visits = [...scene.doctors.flatMap((doctor) => doctor.visits), ...scene.other_days];
    for (const visit of visits) now.set(`v${visit.id}`, `${visit.status} ${visit.starts} ${visit.doctor}`);
    for (const task of scene.tasks) now.set(`t${task.reference}`, `${task.status} ${JSON.stringify(task.lines)}`);
    for (const message of scene.leaving) now.set(`m${message.id}`, "");
    const changed = new Set();
    if (known) for (const [key, value] of now) if (known.get(key) !== value) changed.add(key);
    // a visit that is merely shown for the first time, with its doctor or its day, has not just happened
    for (const visit of visits) if (!known?.has(`v${visit.id}`) && (!visit.is_visitors || shownDate !== scene.date)) changed.delete(`v${visit.id}`);
    if (shownDate !== scene.date) document.getElementById("news").textContent = "";
    shownDate = scene.date;
    const latest = visits.filter((visit) => visit.is_visitors && changed.has(`v${visit.id}`)).pop();
    if (latest) wanted = `[data-visit="${latest.id}"]`;
    if (latest) document.getElementById("news").textContent = `${words.just_now}: ${latest.time} ${latest.doctor}, ${latest.who}, ${latest.word}`;
    if (changed.size && stage.classList.contains("show-phones")) document.querySelector('[data-show="hospital"]').classList.add("news");
    known = now;
    return changed;
  };

  const drawBoard = (changed) => {
    const board = document.getElementById("board");
    if (!scene.doctors.length) {
      board.replaceChildren(element("p", { class: "empty" }, words.clinic_empty));
      return;
    }
    const span = scene.to - scene.from;
    const wide = (board.clientWidth || 700) * 0.8; // of a track, nearly
    const across = (minute) => `${(100 * (minute - scene.from)) / span}%`;
    const hours = element("div", { class: "hours", "aria-hidden": "true" });
    for (let minute = scene.from; minute < scene.to; minute += 60) {
      const tick = element("span", {}, `${minute / 60}`);
      tick.style.left = across(minute);
      hours.append(tick);
    }
    const rows = [element("div"), hours];
    for (const doctor of scene.doctors) {
      const isWatched = doctor.code === scene.try.watched;
      const left = !doctor.free.length ? words.none_free : isWatched
        ? `${words.free}: ${doctor.free.slice(0, 5).map((free) => free.time).join(" · ")}${doctor.free.length > 5 ? " …" : ""}`
        : `${doctor.what}, ${doctor.free.length} ${words.free}`;
      rows.push(element("div", { class: isWatched ? "who watched" : "who" },
        element("b", {}, doctor.name), element("small", {}, left)));
      const track = element("ul", { class: "track", "aria-label": doctor.name });
      for (const free of doctor.free) {
        const place = element("li", { class: "is-free", "aria-hidden": "true", title: `${free.time} ${words.free}` });
        place.style.left = across(free.at);
        place.style.width = `calc(${(100 * free.minutes) / span}% - 2px)`;
        track.append(place);
      }
      for (const visit of doctor.visits) track.append(block(visit, across, wide / span, changed));
      if (scene.now_minute !== null) {
        const now = element("li", { class: "now", "aria-hidden": "true" });
        now.style.left = across(scene.now_minute);
        track.append(now);
      }
      rows.push(track);
    }
    board.replaceChildren(...rows);
    bringIntoSight();
  };

  let wanted = ".now"; // what of the day is still to be brought into sight

  /** Where the day is wider than its frame, show what has just happened; at first, where it stands now. */
  const bringIntoSight = () => {
    const board = document.getElementById("board");
    const scroller = board.parentElement;
    const latest = wanted && board.querySelector(wanted);
    if (!latest || !scroller.clientWidth) return;
    wanted = "";
    const names = board.querySelector(".who").offsetWidth;
    const at = latest.getBoundingClientRect().left - board.getBoundingClientRect().left - names;
    const room = scroller.clientWidth - names;
    if (at < scroller.scrollLeft || at > scroller.scrollLeft + room - 40) scroller.scrollLeft = at - room / 4;
  };

  const block = (visit, across, perMinute, changed) => {
    const hasRoom = visit.minutes * perMinute > (visit.is_visitors ? 17 : 24);
    const classes = [`is-${visit.status}`, visit.is_visitors && "is-mine", changed.has(`v${visit.id}`) && "fresh"].filter(Boolean);
    const said = `${visit.time} ${visit.who}, ${visit.word}`;
    const made = element("li", { class: classes.join(" "), title: said, "data-visit": visit.id },
      element("span", { class: "hidden" }, said), element("span", { "aria-hidden": "true" }, hasRoom && visit.status !== "cancelled" ? visit.initials : ""));
    made.style.left = across(visit.at);
    made.style.width = `calc(${(100 * visit.minutes) / (scene.to - scene.from)}% - 2px)`;
    return made;
  };

  // --- the desk's tasks -----------------------------------------------------------------------------

  const opened = new Set(); // tasks whose conversation is shown

  const CONTROLS = "summary, input, button";
  const controlName = (control) => control.name || control.dataset.do || control.tagName;

  const drawTasks = (changed) => {
    const list = document.getElementById("tasks");
    const active = list.contains(document.activeElement) ? document.activeElement : null;
    const focused = active && { what: controlName(active), task: active.closest("[data-task]")?.dataset.task, at: active.selectionStart };
    const drafts = new Map([...document.querySelectorAll("#tasks input")].map((input) => [input.name, input.value]));
    fill("tasks", scene.tasks.map((task) => taskItem(task, changed, drafts)), words.tasks_empty);
    if (!focused) return;
    const item = list.querySelector(`[data-task="${CSS.escape(focused.task || "")}"]`);
    const controls = [...(item?.querySelectorAll(CONTROLS) || [])];
    // a task that is done is gone: the keyboard goes on from where it stood
    const again = controls.find((each) => controlName(each) === focused.what) || controls.find((each) => each.matches("input, button")) || list;
    again.focus({ preventScroll: true });
    if (again.name && focused.what === again.name) again.setSelectionRange(focused.at, focused.at);
  };

  const taskItem = (task, changed, drafts) => {
    const isNew = changed.has(`t${task.reference}`);
    const item = element("li", { "data-task": task.reference, class: [task.kind === "emergency" && "urgent", isNew && "fresh"].filter(Boolean).join(" ") },
      element("div", { class: "line" },
        element("b", {}, `${task.queue}: ${task.what}`),
        element("small", {}, task.reference),
        element("span", { class: task.is_late ? "due late" : "due" }, task.due)),
      element("p", {}, task.summary));
    if (task.lines.length) item.append(whatWasSaid(task));
    const button = (name, label, kind = "plain") => {
      const made = element("button", { type: "button", class: kind, "data-do": name }, label);
      made.addEventListener("click", () => doTask(task, name));
      return made;
    };
    if (!task.owner) {
      item.append(element("div", { class: "buttons" }, button("take", words.take, "take")));
      return item;
    }
    if (task.can_answer && (task.kind === "handoff" || opened.has(task.reference))) item.append(answerForm(task, drafts));
    item.append(element("div", { class: "buttons" },
      element("small", {}, words.taken_by.replace("{name}", task.owner)), button("back", words.give_back), button("close", words.close)));
    return item;
  };

  const whatWasSaid = (task) => {
    const lines = task.lines.map((line) => element("p", { class: line.from },
      `${line.from === "patient" ? words.patient_said : words.desk_said}: ${line.text}`));
    const made = element("details", {}, element("summary", {}, words.talk), element("div", { class: "said" }, ...lines));
    made.open = opened.has(task.reference);
    made.addEventListener("toggle", () => opened[made.open ? "add" : "delete"](task.reference));
    return made;
  };

  const answerForm = (task, drafts) => {
    const field = element("input", { name: task.reference, maxlength: "2000", autocomplete: "off", placeholder: words.reply_hint, "aria-label": `${words.reply_label} ${task.reference}` });
    field.value = drafts.get(task.reference) ?? (task.kind === "handoff" && !task.lines.some((line) => line.text === words.reply_example) ? words.reply_example : "");
    const form = element("form", {}, field, element("button", { class: "take", "data-do": "send" }, words.reply_send));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text) return;
      field.value = "";
      if (!await doTask(task, "answer", text)) field.value = text;
    });
    return form;
  };

  const AFTER = { take: "taken", answer: "answered", close: "closed", back: "given_back" };
  const doTask = async (task, name, text = "") => {
    if (name === "take") opened.add(task.reference);
    try {
      await act("/demo/task", { reference: task.reference, do: name, text });
      const now = scene.tasks.find((each) => each.reference === task.reference);
      tell(words.says[AFTER[name]].replace("{name}", now?.owner || ""));
      for (const phone of phones) phone.nudge();
      return true;
    } catch (error) {
      tell(error.message, true);
      look();
      return false;
    }
  };

  // --- the phones -----------------------------------------------------------------------------------

  class Phone {
    constructor(number) {
      this.base = `/demo/phone/${number}`;
      this.frame = document.querySelector(`[data-phone="${number}"]`);
    }

    get page() { return this.frame.contentDocument; }

    all(selector) { return [...(this.page?.querySelectorAll(selector) || [])]; }

    async until(isSo, milliseconds = PATIENCE) {
      const end = Date.now() + milliseconds;
      while (Date.now() < end) {
        const found = isSo();
        if (found) return found;
        await pause(60);
      }
      throw new Error(words.says.late);
    }

    /** A conversation of nobody's yet. */
    async fresh() {
      const response = await fetch(`${this.base}/new`, { method: "POST" });
      if (!response.ok) throw new Error(words.failed);
      const loaded = new Promise((wake) => this.frame.addEventListener("load", wake, { once: true }));
      this.frame.src = this.base;
      await loaded;
      await this.until(() => this.all(".choices button").length);
    }

    /** Type a sentence and send it; what came in answer, once it is there. */
    async say(text) {
      const before = this.all(".said.desk").length;
      const field = this.page.getElementById("field");
      const step = isCalm ? text.length : Math.max(2, Math.ceil(text.length / 45));
      for (let end = step; end < text.length + step; end += step) {
        field.value = text.slice(0, end);
        field.dispatchEvent(new Event("input", { bubbles: true }));
        if (!isCalm) await pause(28);
      }
      await pause(isCalm ? 0 : 350);
      this.page.getElementById("form").requestSubmit();
      return this.answer(before);
    }

    async tap(button) {
      const before = this.all(".said.desk").length;
      button.click();
      return this.answer(before);
    }

    /** Let it look at once for what was written to it. */
    nudge() { this.page?.dispatchEvent(new Event("visibilitychange")); }

    async answer(before) {
      await this.until(() => this.all(".said.desk").length > before && !this.all(".writing, .said.waiting").length);
      await look();
      return this.all(".said.desk").slice(before).map((said) => said.textContent).join("\n");
    }
  }

  const phones = [new Phone(1), new Phone(2)];
  const second = document.querySelector(".phone.second");

  const showPhones = (count) => {
    second.hidden = count < 2;
    stage.classList.toggle("two", count > 1);
    show("phones");
  };

  let newTask = ""; // what has just come to the desk and was not looked at yet
  const goToTask = () => {
    const item = newTask && document.querySelector(`#tasks [data-task="${CSS.escape(newTask)}"]`);
    if (item) item.scrollIntoView({ block: "nearest", behavior: isCalm ? "auto" : "smooth" });
    newTask = "";
  };

  const show = (side) => {
    stage.classList.toggle("show-phones", side === "phones");
    if (scene) bringIntoSight();
    if (side === "hospital") goToTask();
    for (const tab of document.querySelectorAll("[data-show]")) {
      tab.setAttribute("aria-pressed", String(tab.dataset.show === side));
      if (tab.dataset.show === side) tab.classList.remove("news");
    }
  };
  for (const tab of document.querySelectorAll("[data-show]")) tab.addEventListener("click", () => show(tab.dataset.show));

  // --- things to try --------------------------------------------------------------------------------

  const lastVisit = () => Math.max(0, ...scene.doctors.flatMap((doctor) => doctor.visits).concat(scene.other_days)
    .filter((visit) => visit.is_visitors).map((visit) => visit.id));
  const needed = (sentence) => {
    if (!sentence) throw new Error(words.says.nothing_free);
    return sentence;
  };

  /** Bring the task that has just come into sight: at once, or with its half of the page. */
  const showTask = () => {
    newTask = document.querySelector("#tasks .fresh")?.dataset.task || "";
    if (!isNarrow.matches) goToTask();
  };

  /** The desk asks something first: what was to be shown has not happened. */
  const asked = () => {
    tell(words.says.book_asks);
    return false;
  };

  const bookWith = async (sentence, said) => {
    const before = lastVisit();
    await phones[0].fresh();
    await phones[0].say(sentence);
    const isBooked = lastVisit() > before;
    tell(isBooked ? said : words.says.book_asks);
    return isBooked;
  };

  /** Have the desk do something for which it writes a task; whether it did. */
  const askFor = async (sentence, said) => {
    const before = new Set(scene.tasks.map((task) => task.reference));
    await phones[0].fresh();
    await phones[0].say(sentence);
    const isThere = scene.tasks.some((task) => !before.has(task.reference));
    if (isThere) showTask();
    tell(isThere ? said : words.says.book_asks);
    return isThere;
  };

  /** Say something that needs a proof: read the code where it would have gone, and type it in. */
  const proven = async (sentence) => {
    const newest = () => Math.max(0, ...scene.leaving.map((message) => message.id));
    await phones[0].fresh();
    const before = newest();
    tell(words.says.typing);
    await phones[0].say(sentence);
    const message = scene.leaving.find((each) => each.id > before && /\b\d{6}\b/.test(each.text));
    if (!message) return null;
    tell(words.says.code);
    await pause(isCalm ? 0 : 2500);
    return phones[0].say(message.text.match(/\b\d{6}\b/)[0]);
  };

  /** What is to be tried, in the order of the page; each tells whether it has happened. */

  const THINGS = [
    async () => {
      const sentence = needed(scene.try.book);
      tell(words.says.typing);
      return bookWith(sentence, words.says.book);
    },
    async () => {
      const [one, other] = needed(scene.try.look);
      showPhones(2);
      tell(words.says.look);
      await Promise.all(phones.map((phone) => phone.fresh()));
      await Promise.all([phones[0].say(one), phones[1].say(other)]);
      const label = phones[0].all(".choices button")[0]?.textContent;
      const same = phones[1].all(".choices button").find((button) => button.textContent === label);
      if (!label || !same) throw new Error(words.says.nothing_free);
      await pause(isCalm ? 0 : 1200);
      tell(words.says.first.replace("{time}", label));
      const before = lastVisit();
      await phones[0].tap(phones[0].all(".choices button")[0]);
      if (lastVisit() === before) return asked();
      const booked = lastVisit();
      await pause(isCalm ? 0 : 1800);
      await phones[1].tap(same);
      tell(words.says.vanish);
      return lastVisit() === booked;
    },
    () => askFor(scene.try.pain, words.says.pain),
    () => askFor(scene.try.person, words.says.person),
    async () => {
      const { book, wait, time, take_back: takeBack } = scene.try;
      needed(book);
      if (scene.try.quiet_until) throw new Error(words.says.quiet.replace("{time}", scene.try.quiet_until));
      showPhones(2);
      tell(words.says.typing);
      await Promise.all(phones.map((phone) => phone.fresh()));
      const visits = lastVisit();
      await phones[0].say(book);
      if (lastVisit() === visits) return asked();
      tell(words.says.booked.replace("{time}", time));
      await phones[1].say(wait);
      await pause(isCalm ? 0 : 1500);
      tell(words.says.cancel);
      const before = phones[1].all(".said.desk").length;
      await phones[0].say(takeBack);
      let turns = 0;
      await phones[1].until(() => {
        turns += 1;
        if (turns % 12 === 1) phones[1].nudge();
        return phones[1].all(".said.desk").length > before && phones[1].all(".choices button").length;
      });
      await look();
      tell(words.says.offer);
      return true;
    },
    async () => bookWith(needed(scene.try.spanish), words.says.spanish),
    async () => {
      if (!scene.try.owes) throw new Error(words.says.nobody_owes);
      const { owes, pay } = scene.try;
      if (!await proven(owes)) return asked();
      tell(words.says.owes);
      await pause(isCalm ? 0 : 1800);
      await phones[0].say(pay);
      let turns = 0;
      await phones[0].until(() => {
        turns += 1;
        if (turns % 12 === 1) phones[0].nudge();
        return phones[0].all(".said.desk a[href*='/demo/pay/']").length;
      });
      tell(words.says.link);
      return true;
    },
    async () => {
      if (!await proven(needed(scene.try.again))) return asked();
      showTask();
      tell(words.says.again);
      return true;
    },
  ];
  const WITH_TWO = [1, 4]; // things that show the second phone

  const done = new Set(JSON.parse(sessionStorage.getItem(KEPT) || "[]"));
  const things = [...document.querySelectorAll("[data-thing]")];
  let isBusy = false;

  const mark = (running = null) => {
    for (const [number, button] of things.entries()) {
      const state = number === running ? "runs" : done.has(number) ? "done" : "";
      button.dataset.state = state;
      button.setAttribute("aria-disabled", String(isBusy));
      button.querySelector(".progress").textContent = state ? `(${words[state]})` : "";
    }
  };

  const attempt = async (number) => {
    if (isBusy || !scene) return;
    isBusy = true;
    mark(number);
    try {
      await look(); // somebody else may have taken what is to be shown
      if (!WITH_TWO.includes(number)) showPhones(1);
      if (isNarrow.matches) guide.scrollIntoView();
      if (await THINGS[number]()) done.add(number);
      sessionStorage.setItem(KEPT, JSON.stringify([...done]));
    } catch (error) {
      tell(error.message || words.failed, true);
    } finally {
      isBusy = false;
      mark();
    }
  };
  for (const [number, button] of things.entries()) button.addEventListener("click", () => attempt(number));

  // --- the clock and a new beginning ----------------------------------------------------------------

  const moveClock = async (to) => {
    const { time } = await act("/demo/clock", { to });
    tell(words.clock_moved.replace("{time}", time));
  };
  for (const button of document.querySelectorAll("[data-clock]")) {
    button.addEventListener("click", () => moveClock(button.dataset.clock).catch((error) => tell(error.message, true)));
  }

  const sure = document.getElementById("sure");
  const progress = document.getElementById("resetting");
  document.getElementById("reset").addEventListener("click", () => { if (!isBusy) sure.showModal(); });
  sure.addEventListener("close", async () => {
    if (sure.returnValue !== "yes") return;
    sure.returnValue = "";
    isBusy = true;
    mark();
    progress.hidden = false;
    tell(words.reset_runs);
    try {
      known = null; // nothing of the new hospital has just happened
      await act("/demo/reset");
      done.clear();
      sessionStorage.removeItem(KEPT);
      document.getElementById("news").textContent = "";
      showPhones(1);
      await phones[0].fresh();
      tell(words.reset_done);
    } catch (error) {
      tell(error.message, true);
    } finally {
      progress.hidden = true;
      isBusy = false;
      mark();
    }
  });

  mark();
  look();
  setInterval(glance, POLL);
  document.addEventListener("visibilitychange", glance);
})();
