/** A bot's releases: who needs each, going back to one, and what open conversations do when they meet it. */
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { Page } from "../../contracts/admin.ts";
import type { KeptBecause, ReleaseSummary } from "../../contracts/release.ts";
import { call } from "../api.ts";
import { BotPath, Mistake, Show, Time, Wide } from "../frame.tsx";
import { UpgradeDetails } from "../release/upgrade.tsx";
import { useAction, useLoad } from "../use-load.ts";

/** Pages that are read at most; beyond it the API is the better tool. */
const MAX_PAGES = 10;

const REASONS: Record<KeptBecause, string> = {
  current: "new conversations get it",
  recent: "one of the last ten",
  candidate: "a candidate",
  "open-conversations": "conversations go on with it",
  replay: "conversations of it can be replayed",
  "in-progress": "it is being stored or deleted",
};

async function load(bot: string): Promise<ReleaseSummary[]> {
  const items: ReleaseSummary[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < MAX_PAGES; count++) {
    const query: string = cursor === null ? "" : `?cursor=${encodeURIComponent(cursor)}`;
    const page: Page<ReleaseSummary> = await call("GET", `/api/v1/bots/${bot}/releases${query}`);
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null) break;
  }
  return items;
}

export function ReleasesPage({ bot }: { bot: string }): JSX.Element {
  const [loaded, again] = useLoad(useCallback(() => load(bot), [bot]));
  return (
    <>
      <BotPath bot={bot} here="Releases" />
      <h1>Releases</h1>
      <Show loaded={loaded} again={again}>
        {(releases) =>
          releases.length === 0 ? (
            <div class="box">
              <p>
                Nothing has been published yet. Run <code>bin/basalt publish PACKAGE</code>.
              </p>
            </div>
          ) : (
            <Releases bot={bot} releases={releases} again={again} />
          )
        }
      </Show>
    </>
  );
}

function Releases({ bot, releases, again }: { bot: string; releases: ReleaseSummary[]; again(): void }): JSX.Element {
  const [asked, setAsked] = useState<string | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const [done, setDone] = useState("");
  const { busy, mistake, act } = useAction();
  const makeCurrent = (hash: string) =>
    act(async () => {
      await call("POST", `/api/v1/bots/${bot}/releases/${hash}/current`);
      setAsked(null);
      setDone(`New conversations get ${hash.slice(0, 12)} from now on.`);
      again();
    });
  return (
    <>
      <p role="status">{done}</p>
      <Mistake words={mistake} />
      <Wide label="Releases">
        <table>
          <thead>
            <tr>
              <th scope="col">Release</th>
              <th scope="col">Published</th>
              <th scope="col">Conversations</th>
              <th scope="col">Stays because</th>
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {releases.map((release) => {
              const name = release.hash.slice(0, 12);
              return (
                <tr key={release.hash} class={release.collectable ? "gone" : ""}>
                  <th scope="row">
                    <code title={release.hash}>{name}</code>
                    {release.current && <div class="state up">Current</div>}
                    {release.candidate && <div class="state">Candidate</div>}
                    {release.development && <div class="state">Mounted folder</div>}
                  </th>
                  <td>{release.publishedAt === null ? "Never" : <Time at={release.publishedAt} />}</td>
                  <td>
                    <a href={`/console/bots/${bot}/conversations?release=${release.hash}`}>
                      {release.openConversations} open<span class="hidden"> of {name}</span>
                    </a>
                    , {release.endedConversations} ended
                  </td>
                  <td>
                    {release.collectable
                      ? "Nothing: it is deleted soon"
                      : release.keptBecause.map((reason) => REASONS[reason]).join(", ")}
                  </td>
                  <td>
                    <p class="actions">
                      {!release.current && (
                        <button
                          type="button"
                          disabled={busy}
                          class={asked === release.hash ? "danger" : ""}
                          onClick={() =>
                            asked === release.hash ? void makeCurrent(release.hash) : setAsked(release.hash)
                          }
                        >
                          {asked === release.hash ? "Confirm: make current" : "Make current"}
                          <span class="hidden"> {name}</span>
                        </button>
                      )}
                      <button
                        type="button"
                        aria-expanded={opened === release.hash}
                        onClick={() => setOpened(opened === release.hash ? null : release.hash)}
                      >
                        Upgrades<span class="hidden"> to {name}</span>
                      </button>
                    </p>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Wide>
      {opened !== null && <UpgradeDetails key={opened} bot={bot} release={opened} />}
    </>
  );
}
