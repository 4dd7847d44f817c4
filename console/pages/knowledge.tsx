/** A bot's knowledge: its collections while they are read, documents that could not be, and a question tried out. */
import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import type { Page } from "../../contracts/admin.ts";
import type { CollectionStatus, DocumentStatus, KnowledgeAnswer } from "../../contracts/knowledge.ts";
import type { WebsiteStatus } from "../../contracts/websites.ts";
import { call } from "../api.ts";
import { BotPath, Mistake, Show, Time, Wide } from "../frame.tsx";
import { useAction, useLoad } from "../use-load.ts";

/** ms between two looks while something is being read. */
const LOOK_AGAIN_MS = 3_000;
const PASSAGES = 5;

const STATES: Record<DocumentStatus["state"], string> = { pending: "Waits", done: "Ready", failed: "Failed" };

const addressOf = (bot: string, collection: string): string =>
  `/api/v1/bots/${bot}/knowledge/${encodeURIComponent(collection)}`;

async function load(bot: string): Promise<CollectionStatus[]> {
  return (await call<Page<CollectionStatus>>("GET", `/api/v1/bots/${bot}/knowledge`)).items;
}

export function KnowledgePage({ bot }: { bot: string }): JSX.Element {
  const [loaded, again] = useLoad(useCallback(() => load(bot), [bot]));
  const isWorking =
    loaded.state === "ready" &&
    loaded.value.some(
      ({ pending, embedding, website }) =>
        pending > 0 || embedding?.state === "pending" || website?.state === "reading",
    );
  useEffect(() => {
    if (!isWorking) return;
    const timer = setInterval(again, LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isWorking, again]);
  return (
    <>
      <BotPath bot={bot} here="Knowledge" />
      <h1>Knowledge</h1>
      <Show loaded={loaded} again={again}>
        {(collections) =>
          collections.length === 0 ? (
            <div class="box">
              <p>
                The bot has no knowledge. Put documents into a folder such as <code>bot.gbkb/manuals</code> of its
                package.
              </p>
            </div>
          ) : (
            <>
              <Collections collections={collections} />
              <Websites websites={collections.flatMap(({ website }) => website ?? [])} />
              <Question bot={bot} collections={collections} />
              {collections.map(({ name, documents, pending, failed }) => (
                // Read anew when its figures change.
                <Documents key={`${name} ${documents} ${pending} ${failed}`} bot={bot} collection={name} />
              ))}
            </>
          )
        }
      </Show>
    </>
  );
}

function Collections({ collections }: { collections: CollectionStatus[] }): JSX.Element {
  return (
    <Wide label="Collections">
      <table>
        <thead>
          <tr>
            <th scope="col">Collection</th>
            <th scope="col">Documents</th>
            <th scope="col">Passages</th>
            <th scope="col">Vectors</th>
            <th scope="col">On disk</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {collections.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <td>{one.documents}</td>
              <td>{one.chunks}</td>
              <td>{one.embedding === null ? "No model" : one.vectors}</td>
              <td>{(one.diskBytes / 1024 / 1024).toFixed(1)} MB</td>
              <td>{stateOf(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** Of a web site's reading, with what a round came to. */
const READING: Record<WebsiteStatus["state"], string> = { reading: "Being read", waiting: "Read", failed: "Failed" };

function Websites({ websites }: { websites: WebsiteStatus[] }): JSX.Element | null {
  if (websites.length === 0) return null;
  return (
    <section aria-labelledby="websites">
      <h2 id="websites">Web sites</h2>
      <Wide label="How far each site is read">
        <table>
          <thead>
            <tr>
              <th scope="col">Site</th>
              <th scope="col">Pages</th>
              <th scope="col">Addresses</th>
              <th scope="col">Last read</th>
              <th scope="col">Next request</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {websites.map(({ url, pages, known, finishedAt, nextAt, state, reason, failures }) => (
              <tr key={url}>
                <th scope="row">{url}</th>
                <td>{pages}</td>
                <td>{known}</td>
                <td>{finishedAt === null ? "Not yet" : <Time at={finishedAt} />}</td>
                <td>
                  <Time at={nextAt} />
                </td>
                <td>
                  {READING[state]}
                  {reason !== null && `: ${reason}`}
                  {failures.length > 0 && (
                    <details>
                      <summary>Pages that could not be read</summary>
                      <ul>
                        {failures.map((page) => (
                          <li key={page.url}>
                            <code>{page.url}</code>: {page.reason}
                          </li>
                        ))}
                      </ul>
                    </details>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}

function stateOf({ pending, failed, embedding }: CollectionStatus): string {
  const parts: string[] = [];
  if (pending > 0) parts.push(`${pending} being read`);
  if (failed > 0) parts.push(`${failed} failed`);
  if (embedding?.state === "pending") parts.push(embedding.reason ?? "vectors are being made");
  return parts.length === 0 ? "Ready" : parts.join(", ");
}

function Question({ bot, collections }: { bot: string; collections: CollectionStatus[] }): JSX.Element {
  const [collection, setCollection] = useState(collections[0]?.name ?? "");
  const [query, setQuery] = useState("");
  const [answer, setAnswer] = useState<KnowledgeAnswer | null>(null);
  const { busy, mistake, act } = useAction();
  const ask = (event: Event): void => {
    event.preventDefault();
    void act(async () => {
      setAnswer(await call("POST", `${addressOf(bot, collection)}/search`, { query, limit: PASSAGES }));
    });
  };
  return (
    <section aria-labelledby="try">
      <h2 id="try">Try a question</h2>
      <form onSubmit={ask}>
        <p>
          <label for="collection">Collection</label>{" "}
          <select id="collection" value={collection} onChange={(event) => setCollection(event.currentTarget.value)}>
            {collections.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </p>
        <p>
          <label for="question">Question</label>{" "}
          <input
            id="question"
            required
            maxLength={2_000}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />{" "}
          <button type="submit" disabled={busy}>
            Search
          </button>
        </p>
      </form>
      <Mistake words={mistake} />
      <div role="status">
        {answer?.warnings.map((text) => (
          <p key={text} class="box warn">
            {text}
          </p>
        ))}
        {answer?.items.length === 0 && <p>Nothing was found.</p>}
      </div>
      {answer !== null && answer.items.length > 0 && (
        <ol>
          {answer.items.map(({ title, source, page, heading, content, relevance, start }) => (
            <li key={`${source} ${page} ${start}`}>
              <p>
                <strong>{title}</strong>
                {heading !== null && ` › ${heading}`}
                {page !== null && `, page ${page}`} (<code>{source}</code>, relevance {relevance.toFixed(2)})
              </p>
              <blockquote>{content}</blockquote>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Documents({ bot, collection }: { bot: string; collection: string }): JSX.Element {
  const [items, setItems] = useState<DocumentStatus[]>([]);
  const [cursor, setCursor] = useState<string | null>("");
  const { busy, mistake, act } = useAction();
  const more = (): void =>
    void act(async () => {
      const query = cursor ? `?cursor=${encodeURIComponent(cursor)}` : "";
      const page = await call<Page<DocumentStatus>>("GET", `${addressOf(bot, collection)}/documents${query}`);
      setItems([...items, ...page.items]);
      setCursor(page.nextCursor);
    });
  // The first page alone; further ones are asked for.
  useEffect(more, []);
  return (
    <section>
      <h2>{collection}</h2>
      <Mistake words={mistake} />
      <Wide label={`Documents of ${collection}`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Document</th>
              <th scope="col">From</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ path, origin, state, reason, searchable }) => (
              <tr key={path}>
                <th scope="row">
                  <code>{path}</code>
                </th>
                <td>{origin === "release" ? "the package" : origin}</td>
                <td>
                  {STATES[state]}
                  {reason !== null && `: ${reason}`}
                  {state !== "done" && searchable && " (an earlier version answers)"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {cursor !== null && cursor !== "" && (
        <button type="button" disabled={busy} onClick={more}>
          More documents of {collection}
        </button>
      )}
    </section>
  );
}
