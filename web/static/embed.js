// The hospital's chat in a page of its own site: a button, and a panel with the chat in a frame.
//   <script src="https://desk.example/embed.js" defer></script>
// data-language, data-colour (#rrggbb), data-position (left or right), data-label may be set on the script.
// Everything is drawn in a shadow root with a constructed stylesheet: no style of the page leaks in, none of ours out,
// and a page that allows scripts and frames of the desk alone needs to allow nothing more.
"use strict";
(() => {
  // a module is nobody's current script
  const script = document.currentScript || [...document.scripts].find((each) => /\/embed\.js(?:[?#]|$)/.test(each.src));
  if (!script || document.querySelector("frontdesk-chat")) return;
  const WORDS = "{words}";
  const desk = new URL(script.src).origin;
  const options = script.dataset;
  const language = [options.language, document.documentElement.lang, navigator.language]
    .map((tag) => (tag || "").slice(0, 2).toLowerCase()).find((tag) => WORDS[tag]) || "en";
  const words = WORDS[language];
  const colour = /^#[0-9a-f]{3}([0-9a-f]{3})?$/i.test(options.colour || "") ? options.colour : "#0c6b62";
  const side = options.position === "left" ? "left" : "right";

  /** Whether white is easier to read on a colour than black. */
  const isDark = (hex) => {
    const full = hex.length === 4 ? hex.slice(1).replace(/./g, "$&$&") : hex.slice(1);
    const [r, g, b] = [0, 2, 4].map((at) => (parseInt(full.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b < 0.18;
  };

  const STYLE = `
    :host { all: initial !important; position: fixed !important; z-index: 2147483000 !important; bottom: 0 !important;
      ${side}: 0 !important; display: block !important; color-scheme: light dark !important; }
    * { box-sizing: border-box; }
    .open { position: fixed; bottom: max(1rem, env(safe-area-inset-bottom)); ${side}: 1rem; display: flex; align-items: center;
      gap: 0.6rem; min-height: 3.25rem; max-width: calc(100vw - 2rem); padding: 0.6rem 1.25rem; border: 0; border-radius: 999px;
      background: ${colour}; color: ${isDark(colour) ? "#fff" : "#000"}; box-shadow: 0 4px 18px rgb(0 0 0 / 25%);
      font: 600 16px/1.3 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; cursor: pointer; }
    .open:hover { filter: brightness(1.08); }
    .open:focus-visible { outline: 3px solid ${colour}; outline-offset: 3px; }
    .open svg { flex: none; width: 1.5rem; height: 1.5rem; fill: none; stroke: currentcolor; stroke-width: 1.8;
      stroke-linecap: round; stroke-linejoin: round; }
    .open .news { display: none; width: 0.7rem; height: 0.7rem; border-radius: 50%; background: #d92d20; box-shadow: 0 0 0 2px #fff; }
    :host(.unread) .news { display: block; }
    .panel { position: fixed; bottom: 5.5rem; ${side}: 1rem; width: min(25rem, calc(100vw - 2rem)); height: min(42rem, calc(100vh - 7rem));
      border-radius: 16px; background: Canvas; box-shadow: 0 12px 48px rgb(0 0 0 / 30%); overflow: hidden; }
    .panel[hidden] { display: none; }
    iframe { display: block; width: 100%; height: 100%; border: 0; }
    @media (max-width: 32rem), (max-height: 30rem) {
      .panel { inset: 0; width: 100%; height: 100%; border-radius: 0; }
      /* until the chat shows its own way out, the button stays in reach */
      :host(.shown.ready) .open { display: none; }
      :host(.shown) .open { z-index: 1; }
    }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: rise 0.16s ease-out; } }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
  `;

  const element = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  };
  const svg = (path) => {
    const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    drawn.setAttribute("viewBox", "0 0 24 24");
    drawn.setAttribute("aria-hidden", "true");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
    line.setAttribute("d", path);
    drawn.append(line);
    return drawn;
  };

  const host = document.createElement("frontdesk-chat");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  const label = document.createElement("span");
  const button = element("button", { type: "button", class: "open", "aria-expanded": "false", lang: language },
    svg("M4 5h16v11H9l-5 4z"), label, element("span", { class: "news" }));
  const panel = element("div", { class: "panel", role: "dialog", "aria-label": words.title, lang: language, hidden: "" });
  root.append(panel, button);
  let frame = null; // made when first wanted: a page must not be slower for a chat that nobody opens
  let isReady = false; // whether the chat in it has come up

  const tell = (what) => frame?.contentWindow?.postMessage({ frontdesk: what }, desk);
  const isShown = () => !panel.hidden;

  const fills = matchMedia("(max-width: 32rem), (max-height: 30rem)"); // as in the stylesheet
  let hushed = []; // what of the page a keyboard cannot reach while the chat covers it
  /** Where the panel fills the screen, nothing behind it can be seen; nothing behind it may be reached either. */
  const hush = () => {
    for (const each of hushed) each.inert = false;
    const isAlone = isShown() && fills.matches;
    hushed = isAlone ? [...document.body.children].filter((each) => each !== host && !each.inert) : [];
    for (const each of hushed) each.inert = true;
    panel.setAttribute("aria-modal", String(isAlone));
  };
  fills.addEventListener("change", hush);

  const draw = () => {
    label.textContent = isShown() ? words.close : options.label || words.open;
    button.setAttribute("aria-expanded", String(isShown()));
    host.classList.toggle("shown", isShown());
    hush();
  };

  const open = () => {
    panel.hidden = false;
    host.classList.remove("unread");
    draw();
    if (isReady) {
      frame.focus();
      tell("opened");
      return;
    }
    frame?.remove(); // it did not load: perhaps it does now
    frame = element("iframe", { src: `${desk}/chat?embed&lang=${language}`, title: words.title, allow: "" });
    panel.append(frame);
  };
  const close = () => {
    if (!isShown()) return;
    panel.hidden = true;
    draw();
    tell("closed");
    button.focus();
  };

  button.addEventListener("click", () => (isShown() ? close() : open()));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isShown()) close();
  });
  addEventListener("message", (event) => {
    if (event.origin !== desk || !frame || event.source !== frame.contentWindow) return;
    const what = event.data?.frontdesk;
    if (what === "close") close();
    if (what === "unread" && !isShown()) host.classList.add("unread");
    if (what === "ready") {
      isReady = true;
      host.classList.add("ready");
      if (!isShown()) return;
      frame.focus();
      tell("opened");
    }
  });

  const show = () => {
    draw();
    document.body.append(host);
  };
  if (document.body) show();
  else addEventListener("DOMContentLoaded", show, { once: true }); // a script in the head, without `defer`
})();
