/** What stands around every page of the console. */
import type { ComponentChildren, JSX } from "preact";
import type { AdminSession } from "../contracts/admin.ts";
import { type CallError, call } from "./api.ts";
import type { Loaded } from "./use-load.ts";

const LINKS = [
  ["/console", "Health"],
  ["/console/bots", "Bots"],
  ["/console/tokens", "API tokens"],
] as const;

export function Frame({ session, children }: { session: AdminSession; children: ComponentChildren }): JSX.Element {
  const here = location.pathname.replace(/\/$/, "");
  const leave = async () => {
    await call("DELETE", "/api/v1/admin/session").catch(() => {});
    location.assign("/console");
  };
  return (
    <>
      <header class="top">
        <a class="brand" href="/console">
          Basalt <span>{session.tenant}</span>
        </a>
        <nav aria-label="Console">
          {LINKS.map(([href, label]) => (
            <a
              key={href}
              href={href}
              aria-current={
                here === href ? "page" : here.startsWith(`${href}/`) && href !== "/console" ? "true" : undefined
              }
            >
              {label}
            </a>
          ))}
          <a href="/docs">API docs</a>
        </nav>
        <button type="button" class="quiet" onClick={() => void leave()}>
          Sign out
        </button>
      </header>
      <main>{children}</main>
    </>
  );
}

/** Where a page of a bot stands, and the way back. `here` is the page itself. */
export function BotPath({
  bot,
  here,
  conversation,
  tables,
}: {
  bot: string;
  here: string;
  conversation?: string;
  /** Below the list of tables. */
  tables?: boolean;
}): JSX.Element {
  const root = `/console/bots/${bot}`;
  return (
    <nav class="path" aria-label="Path">
      <a href="/console/bots">Bots</a>
      <span aria-hidden="true">›</span>
      <span>{bot}</span>
      <span aria-hidden="true">›</span>
      {tables && (
        <>
          <a href={`${root}/tables`}>Tables</a>
          <span aria-hidden="true">›</span>
        </>
      )}
      {conversation !== undefined && (
        <>
          <a href={`${root}/conversations`}>Conversations</a>
          <span aria-hidden="true">›</span>
        </>
      )}
      {conversation !== undefined && conversation !== "" && (
        <>
          <a href={`${root}/conversations/${conversation}`}>Conversation</a>
          <span aria-hidden="true">›</span>
        </>
      )}
      <span aria-current="page">{here}</span>
    </nav>
  );
}

/** What went wrong with something that the person did. */
export function Mistake({ words }: { words: string }): JSX.Element | null {
  if (words === "") return null;
  return (
    <p class="mistake" role="alert">
      {words}
    </p>
  );
}

/** The three faces of loaded data. */
export function Show<T>(props: {
  loaded: Loaded<T>;
  again(): void;
  children(value: T): ComponentChildren;
}): JSX.Element {
  const { loaded, again, children } = props;
  if (loaded.state === "loading") return <p role="status">Loading…</p>;
  if (loaded.state === "failed") return <Failed error={loaded.error} again={again} />;
  return <>{children(loaded.value)}</>;
}

function Failed({ error, again }: { error: CallError; again(): void }): JSX.Element {
  return (
    <div class="box bad" role="alert">
      <p>{error.message}</p>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}

/** A date and time as the reader writes them. */
export function Time({ at }: { at: string }): JSX.Element {
  const words = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(at));
  return <time dateTime={at}>{words}</time>;
}

/** A table that may scroll sideways by itself, by keyboard too. */
export function Wide({ label, children }: { label: string; children: ComponentChildren }): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: an area that scrolls must be reachable by keyboard
    <section class="wide" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
