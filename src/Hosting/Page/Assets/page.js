// Puts in place what /events sends: the first line is the identifier of a part of the page, the rest its content.
"use strict";

const events = document.querySelector("[data-events]")?.dataset.events;
const connection = document.getElementById("connection");
const pause = document.getElementById("pause");
const waiting = new Map();
let paused = false;
let source;

function show(id, content) {
    const part = document.getElementById(id);
    const fresh = document.createElement("template");
    fresh.innerHTML = content;
    if (!part || fresh.innerHTML === part.innerHTML)
        return;
    const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
    part.replaceChildren(fresh.content);
    if (focused)
        document.getElementById(focused)?.focus({ preventScroll: true });
}

function take(data) {
    const end = data.indexOf("\n");
    const id = data.slice(0, end);
    if (paused)
        waiting.set(id, data.slice(end + 1));
    else
        show(id, data.slice(end + 1));
}

function listen() {
    source = new EventSource(events);
    source.onopen = () => { connection.textContent = "Live"; };
    source.onmessage = message => take(message.data);
    source.onerror = () => {
        connection.textContent = "Not connected: the figures are old";
        // The browser tries again by itself, unless it was refused.
        if (source.readyState === EventSource.CLOSED)
            setTimeout(listen, 10000);
    };
}

if (events) {
    pause.hidden = false;
    pause.addEventListener("click", () => {
        paused = !paused;
        pause.setAttribute("aria-pressed", String(paused));
        waiting.forEach((content, id) => show(id, content));
        waiting.clear();
    });
    addEventListener("pagehide", () => source.close());
    listen();
}
