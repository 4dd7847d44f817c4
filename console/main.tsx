/**
 * The console: health, bots, API tokens. Plain pages with plain addresses; the API decides what the signed-in person may
 * see, this only shows it.
 */
import { render } from "preact";
import type { AdminSession } from "../contracts/admin.ts";
import { CallError, call } from "./api.ts";
import { Frame } from "./frame.tsx";
import { BotsPage } from "./pages/bots.tsx";
import { HealthPage } from "./pages/health.tsx";
import { SignInPage } from "./pages/sign-in.tsx";
import { TokensPage } from "./pages/tokens.tsx";

const PAGES: Record<string, () => ReturnType<typeof HealthPage>> = {
  "/console": HealthPage,
  "/console/bots": BotsPage,
  "/console/tokens": TokensPage,
};

const root = document.getElementById("console");
if (root) void start(root);

async function start(root: HTMLElement): Promise<void> {
  let reason = "";
  if (location.pathname === "/console/enter") {
    reason = await enter();
    if (reason === "") return location.replace("/console");
  }
  try {
    const session = await call<AdminSession>("GET", "/api/v1/admin/session");
    const Page = PAGES[location.pathname.replace(/\/$/, "")] ?? HealthPage;
    render(
      <Frame session={session}>
        {reason !== "" && (
          <p class="box warn" role="alert">
            {reason}
          </p>
        )}
        <Page />
      </Frame>,
      root,
    );
  } catch (error) {
    const message = error instanceof CallError && error.status !== 401 ? error.message : "";
    render(<SignInPage reason={reason || message} />, root);
  }
}

/** Exchanges the link's token for the cookie; words for the person when it cannot. */
async function enter(): Promise<string> {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  // Out of the address bar and the history at once: it is a secret until it is used.
  history.replaceState(null, "", "/console/enter");
  if (!token) return "This address holds no link. Copy the whole line that the start script printed.";
  try {
    await call("POST", "/api/v1/admin/session", { token });
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
