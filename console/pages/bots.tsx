import type { JSX } from "preact";
import type { BotSummary, Page } from "../../contracts/admin.ts";
import { call } from "../api.ts";
import { Show, Time } from "../frame.tsx";
import { useLoad } from "../use-load.ts";

/** Pages that are read at most; beyond it the API is the better tool. */
const MAX_PAGES = 20;

async function load(): Promise<BotSummary[]> {
  const bots: BotSummary[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < MAX_PAGES; count++) {
    const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page: Page<BotSummary> = await call("GET", `/api/v1/bots${query}`);
    bots.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return bots;
}

export function BotsPage(): JSX.Element {
  const [loaded, again] = useLoad(load);
  return (
    <>
      <h1>Bots</h1>
      <Show loaded={loaded} again={again}>
        {(bots) => (bots.length === 0 ? <Empty /> : bots.map((bot) => <Bot key={bot.bot} bot={bot} />))}
      </Show>
    </>
  );
}

function Empty(): JSX.Element {
  return (
    <div class="box">
      <p>No bot has been published yet.</p>
      <p>
        Make an API token with the scope <code>bots:publish</code>, then run <code>bin/basalt publish PACKAGE</code>.
      </p>
    </div>
  );
}

function Bot({ bot }: { bot: BotSummary }): JSX.Element {
  const { documents, pending, failed } = bot.knowledge;
  return (
    <section class="bot" aria-labelledby={`bot-${bot.bot}`}>
      <h2 id={`bot-${bot.bot}`}>{bot.bot}</h2>
      <p class="links">
        <a href={`/console/bots/${bot.bot}/conversations`}>Conversations</a>{" "}
        <a href={`/console/bots/${bot.bot}/releases`}>Releases</a>{" "}
        <a href={`/console/bots/${bot.bot}/knowledge`}>Knowledge</a>{" "}
        <a href={`/console/bots/${bot.bot}/files`}>Files</a> <a href={`/console/bots/${bot.bot}/tables`}>Tables</a>{" "}
        <a href={`/${bot.bot}`}>Chat page</a> <a href={`/embed/demo/${bot.bot}`}>Embedded in a page</a>
      </p>
      <dl>
        <dt>Release</dt>
        <dd>{bot.release ? <code>{bot.release.slice(0, 12)}</code> : "None"}</dd>
        <dt>Published</dt>
        <dd>{bot.publishedAt ? <Time at={bot.publishedAt} /> : "Never"}</dd>
        <dt>Knowledge</dt>
        <dd>
          {documents} {documents === 1 ? "document" : "documents"}
          {pending > 0 && `, ${pending} being read`}
        </dd>
      </dl>
      {failed.length > 0 && (
        <div class="box warn">
          <p>These documents could not be read:</p>
          <ul>
            {failed.map((document) => (
              <li key={document.path}>
                <code>{document.path}</code>: {document.reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
