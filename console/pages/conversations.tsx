/** A bot's conversations, the newest first. */
import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Page } from "../../contracts/admin.ts";
import type { BotConversation } from "../../contracts/release.ts";
import { call } from "../api.ts";
import { BotPath, Mistake, Show, Time, Wide } from "../frame.tsx";
import { useAction, useLoad } from "../use-load.ts";

const PAGE = 50;
const STATES: [value: string, label: string][] = [
  ["", "All"],
  ["open", "Open"],
  ["ended", "Ended"],
];

interface Filter {
  state: string;
  /** A release's hash; empty for all. */
  release: string;
}

const pageOf = (bot: string, { state, release }: Filter, cursor: string | null): Promise<Page<BotConversation>> => {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (state !== "") query.set("state", state);
  if (release !== "") query.set("release", release);
  if (cursor !== null) query.set("cursor", cursor);
  return call("GET", `/api/v1/bots/${bot}/conversations?${query}`);
};

export function ConversationsPage({ bot }: { bot: string }): JSX.Element {
  const [filter, setFilter] = useState(filterOfAddress);
  const { state, release } = filter;
  const [loaded, again] = useLoad(useCallback(() => pageOf(bot, { state, release }, null), [bot, state, release]));
  const choose = (next: Filter) => {
    setFilter(next);
    // A reload, and a link that is passed on, show the same.
    const query = new URLSearchParams(Object.entries(next).filter(([, value]) => value !== ""));
    history.replaceState(null, "", query.size === 0 ? location.pathname : `?${query}`);
  };
  return (
    <>
      <BotPath bot={bot} here="Conversations" />
      <h1>Conversations</h1>
      <form class="filter" onSubmit={(event) => event.preventDefault()}>
        <label>
          State
          <select value={state} onChange={(event) => choose({ ...filter, state: event.currentTarget.value })}>
            {STATES.map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
        {release !== "" && (
          <p>
            Of the release <code>{release.slice(0, 12)}</code>{" "}
            <button type="button" onClick={() => choose({ ...filter, release: "" })}>
              Show all releases
            </button>
          </p>
        )}
        <button type="button" onClick={again}>
          Refresh
        </button>
      </form>
      <Show loaded={loaded} again={again}>
        {(page) => <List bot={bot} filter={filter} first={page} />}
      </Show>
    </>
  );
}

function filterOfAddress(): Filter {
  const query = new URLSearchParams(location.search);
  const [state = "", release = ""] = [query.get("state") ?? "", query.get("release") ?? ""];
  return {
    state: STATES.some(([value]) => value === state) ? state : "",
    release: /^[0-9a-f]{64}$/.test(release) ? release : "",
  };
}

function List(props: { bot: string; filter: Filter; first: Page<BotConversation> }): JSX.Element {
  const { bot, filter, first } = props;
  const [items, setItems] = useState(first.items);
  const [cursor, setCursor] = useState(first.nextCursor);
  const { busy, mistake, act } = useAction();
  useEffect(() => {
    setItems(first.items);
    setCursor(first.nextCursor);
  }, [first]);
  const more = () =>
    act(async () => {
      const page = await pageOf(bot, filter, cursor);
      // One that was begun meanwhile moves the others: none is shown twice.
      setItems([...items, ...page.items.filter(({ id }) => !items.some((known) => known.id === id))]);
      setCursor(page.nextCursor);
    });
  if (items.length === 0) return <Nothing bot={bot} filter={filter} />;
  return (
    <>
      <Wide label="Conversations">
        <table>
          <thead>
            <tr>
              <th scope="col">Conversation</th>
              <th scope="col">Opened</th>
              <th scope="col">State</th>
              <th scope="col">Channel</th>
              <th scope="col">Release</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <th scope="row">
                  <a href={`/console/bots/${bot}/conversations/${item.id}`}>
                    <code>{item.id}</code>
                  </a>
                </th>
                <td>
                  <Time at={item.openedAt} />
                </td>
                <td>
                  {item.state === "open" ? <span class="state up">Open</span> : <span class="state">Ended</span>}
                  {item.endedAt !== null && (
                    <>
                      {" "}
                      <Time at={item.endedAt} />
                    </>
                  )}
                </td>
                <td>{item.channel}</td>
                <td>
                  <code>{item.release.slice(0, 12)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p role="status">
        {items.length} {items.length === 1 ? "conversation" : "conversations"}
        {cursor === null ? "" : " so far"}
      </p>
      <Mistake words={mistake} />
      {cursor !== null && (
        <button type="button" disabled={busy} onClick={() => void more()}>
          Show more
        </button>
      )}
    </>
  );
}

function Nothing({ bot, filter }: { bot: string; filter: Filter }): JSX.Element {
  const isAll = filter.state === "" && filter.release === "";
  return (
    <div class="box">
      {isAll ? (
        <p>
          Nobody has talked with this bot yet. Its <a href={`/${bot}`}>chat page</a> begins a conversation.
        </p>
      ) : (
        <p>No conversation is like that.</p>
      )}
    </div>
  );
}
