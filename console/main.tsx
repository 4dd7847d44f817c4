/**
 * The console: health, bots with their conversations and releases, API tokens. Plain pages with plain addresses; the API
 * decides what the signed-in person may see, this only shows it.
 */
import { type JSX, render } from "preact";
import type { AdminSession } from "../contracts/admin.ts";
import { CallError, call } from "./api.ts";
import { Frame } from "./frame.tsx";
import { BotsPage } from "./pages/bots.tsx";
import { ConversationPage } from "./pages/conversation.tsx";
import { ConversationsPage } from "./pages/conversations.tsx";
import { DrivePage } from "./pages/drive.tsx";
import { HealthPage } from "./pages/health.tsx";
import { KnowledgePage } from "./pages/knowledge.tsx";
import { ReleasesPage } from "./pages/releases.tsx";
import { ReplayPage } from "./pages/replay.tsx";
import { SignInPage } from "./pages/sign-in.tsx";
import { TablePage } from "./pages/table.tsx";
import { TablesPage } from "./pages/tables.tsx";
import { TokensPage } from "./pages/tokens.tsx";

/** The page of an address; the worker serves the shell for these and no others (worker/routes/console.ts). */
function pageOf(path: string): JSX.Element {
  const [first = "", bot = "", part, id, view] = path.split("/").slice(2);
  if (first === "tokens") return <TokensPage />;
  if (first !== "bots") return <HealthPage />;
  if (part === "knowledge") return <KnowledgePage bot={bot} />;
  if (part === "releases") return <ReleasesPage bot={bot} />;
  if (part === "tables")
    return id === undefined ? <TablesPage bot={bot} /> : <TablePage bot={bot} name={decoded(id)} />;
  if (part === "files") return <DrivePage bot={bot} />;
  if (part !== "conversations") return <BotsPage />;
  if (id === undefined) return <ConversationsPage bot={bot} />;
  return view === "replay" ? <ReplayPage bot={bot} id={id} /> : <ConversationPage bot={bot} id={id} />;
}

/** A name in an address that is no UTF-8 is no table's. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

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
    render(
      <Frame session={session}>
        {reason !== "" && (
          <p class="box warn" role="alert">
            {reason}
          </p>
        )}
        {pageOf(location.pathname.replace(/\/$/, ""))}
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
