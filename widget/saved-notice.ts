/**
 * On the page of a bot that is being worked on: says when its folder was saved and mounted again. What is open goes on with
 * it at the next message, so nothing is loaded anew.
 */
const LOOK_MS = 300;
const AFTER_FAILURE_MS = 3_000;

/** The release that new conversations get, as the page's address tells it; null where nobody answers. */
async function currentRelease(): Promise<string | null> {
  try {
    const answer = await fetch(location.pathname, { method: "HEAD", cache: "no-store" });
    return answer.headers.get("x-basalt-release");
  } catch {
    return null;
  }
}

function tell(notice: HTMLElement, release: string): void {
  const time = new Date().toLocaleTimeString();
  notice.textContent = `Saved at ${time}: release ${release.slice(0, 12)} is there, and the next message goes to it.`;
}

async function follow(notice: HTMLElement): Promise<never> {
  let shown = notice.dataset["release"] ?? "";
  for (;;) {
    const release = document.hidden ? shown : await currentRelease();
    if (release !== null && release !== shown) tell(notice, release);
    shown = release ?? shown;
    await new Promise((resolve) => setTimeout(resolve, release === null ? AFTER_FAILURE_MS : LOOK_MS));
  }
}

const notice = document.getElementById("saved");
if (notice !== null) void follow(notice);
