// Looks again at a page while something moves on it: each [data-live] part is fetched anew every so many seconds.
// Without this module the page reloads by itself (meta refresh in noscript).

const SLOWEST = 30;

async function look(part, seconds) {
  let pause = seconds;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(part.id);
    if (!fresh) return;
    // a part in which somebody works with the keyboard is left alone until the next look
    if (!part.contains(document.activeElement)) {
      part.replaceWith(fresh);
      part = fresh;
    }
    if (!fresh.dataset.live) return;
  } catch {
    pause = Math.min(SLOWEST, seconds * 2);
  }
  setTimeout(look, pause * 1000, part, pause);
}

for (const part of document.querySelectorAll("[data-live]")) {
  const seconds = Number(part.dataset.live);
  setTimeout(look, seconds * 1000, part, seconds);
}
