// Small comforts for pages that work without them: focus on what went wrong, printing, counting, showing a password,
// a question before typed text is left behind.

const summary = document.querySelector("[data-error-summary]");
if (summary) summary.focus();

for (const link of document.querySelectorAll("[data-error-summary] a")) {
  link.addEventListener("click", (event) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const block = field.closest("fieldset, .field") ?? field;
    block.scrollIntoView();
    field.focus({ preventScroll: true });
  });
}

// On a phone the bars are swiped; the present entry comes into view, the page itself stays where it is.
for (const link of document.querySelectorAll(".nav [aria-current]")) {
  const bar = link.closest("ul");
  bar.scrollLeft = link.offsetLeft - bar.offsetLeft - (bar.clientWidth - link.offsetWidth) / 2;
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  const field = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
  field.form?.addEventListener("submit", () => { field.type = "password"; });
}

for (const counter of document.querySelectorAll("[data-count-of]")) {
  const field = document.getElementById(counter.dataset.countOf);
  const limit = Number(counter.dataset.limit);
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  counter.after(spoken);
  let pause;
  const count = () => {
    const left = limit - [...field.value].length;
    const words = left < 0 ? counter.dataset.over : counter.dataset.left;
    counter.textContent = `${words} ${Math.abs(left)}`;
    counter.classList.toggle("field__hint--over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = left < limit / 10 ? counter.textContent : ""; }, 1000);
  };
  field.addEventListener("input", count);
  count();
}

// A question that hangs on another is hidden until that one is answered so; the server decides all the same.
const hanging = [...document.querySelectorAll("[data-shown-when]")];
const showHanging = () => {
  for (const block of hanging) {
    const form = block.closest("form") ?? document;
    const name = block.dataset.shownWhen;
    const given = [...form.querySelectorAll(`[name="${name}"]`)]
      .filter((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : true))
      .filter((field) => !field.closest("[data-shown-when][hidden]"))
      .map((field) => field.value);
    block.hidden = !given.includes(block.dataset.shownValue);
    block.querySelector(".question__when")?.setAttribute("hidden", "");
  }
};
if (hanging.length) {
  document.addEventListener("change", showHanging);
  showHanging();
}

// A link, say to another language, leaves behind what was typed and not sent: the browser asks first.
let typedInto = null;
document.addEventListener("input", (event) => {
  if (event.target.form?.method === "post") typedInto = event.target.form;
});
document.addEventListener("submit", (event) => {
  if (event.target === typedInto) typedInto = null;
});
addEventListener("beforeunload", (event) => {
  if (typedInto) event.preventDefault();
});
