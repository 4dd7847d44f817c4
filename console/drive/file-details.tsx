/** Versions of one file and the links that open it. */
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { DriveLink, DriveVersion } from "../../contracts/drive.ts";
import { CallError, call, textOf } from "../api.ts";
import { Mistake, Show, Time, Wide } from "../frame.tsx";
import { useAction, useLoad } from "../use-load.ts";
import { filePath } from "./files.ts";

type Link = DriveLink & { url: string };
interface Details {
  /** Null where the file has none. */
  preview: string | null;
  versions: DriveVersion[];
  links: Link[];
}

async function load(bot: string, path: string): Promise<Details> {
  const links = await call<{ items: Link[] }>(
    "GET",
    `/api/v1/bots/${bot}/drive/links?path=${encodeURIComponent(path)}`,
  );
  // Whatever is in its way: the page is of use without it.
  const preview = PICTURE.test(path) ? null : await textOf("GET", `${filePath(bot, path)}?preview`).catch(() => null);
  try {
    const versions = await call<{ items: DriveVersion[] }>("GET", `${filePath(bot, path)}?versions`);
    return { preview, versions: versions.items, links: links.items };
  } catch (error) {
    // A file of the release has none.
    if (error instanceof CallError && error.status === 404) return { preview, versions: [], links: links.items };
    throw error;
  }
}

const PICTURE = /\.(?:png|jpe?g|gif|webp|avif|bmp)$/i;

const time = (ms: number) => <Time at={new Date(ms).toISOString()} />;

export function FileDetails({ bot, path, onChanged }: { bot: string; path: string; onChanged(): void }): JSX.Element {
  const [loaded, again] = useLoad(useCallback(() => load(bot, path), [bot, path]));
  const [done, setDone] = useState("");
  const { busy, mistake, act } = useAction();
  const run = (words: string, work: () => Promise<unknown>) =>
    act(async () => {
      await work();
      setDone(words);
      again();
      onChanged();
    });
  return (
    <section aria-label={`Versions and links of ${path}`}>
      <h2>{path}</h2>
      <p role="status">{done}</p>
      <Mistake words={mistake} />
      <Show loaded={loaded} again={again}>
        {({ preview, versions, links }) => (
          <>
            {PICTURE.test(path) && <img class="preview" src={`${filePath(bot, path)}?preview`} alt="" />}
            {preview !== null && <pre class="preview">{preview}</pre>}
            {versions.length === 0 ? (
              <p>This is a file of the release; it has no versions here.</p>
            ) : (
              <Wide label="Versions">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Version</th>
                      <th scope="col">When</th>
                      <th scope="col">By</th>
                      <th scope="col">
                        <span class="hidden">Actions</span>
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {versions.map(({ version, modified, by, deleted }, index) => (
                      <tr key={version}>
                        <th scope="row">
                          {deleted ? (
                            `${version}: deleted`
                          ) : (
                            <a href={`${filePath(bot, path)}?version=${version}&download`}>{version}</a>
                          )}
                        </th>
                        <td>{time(modified)}</td>
                        <td>
                          {by.kind} {by.id}
                        </td>
                        <td>
                          {!deleted && index > 0 && (
                            <button
                              type="button"
                              disabled={busy}
                              onClick={() =>
                                void run(`Version ${version} is back.`, () =>
                                  call("POST", filePath(bot, path), { action: "restore", version }),
                                )
                              }
                            >
                              Restore<span class="hidden"> version {version}</span>
                            </button>
                          )}
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Wide>
            )}
            <h3>Links</h3>
            <ul>
              {links.map(({ id, url, expires }) => (
                <li key={id}>
                  <a href={url}>Link until {time(expires)}</a>{" "}
                  <button
                    type="button"
                    disabled={busy}
                    onClick={() =>
                      void run("The link is revoked.", () => call("DELETE", `/api/v1/bots/${bot}/drive/links/${id}`))
                    }
                  >
                    Revoke
                  </button>
                </li>
              ))}
            </ul>
            <button
              type="button"
              disabled={busy}
              onClick={() =>
                void run("The link is there for a day.", () =>
                  call("POST", filePath(bot, path), { action: "share", hours: 24 }),
                )
              }
            >
              Make a link for a day
            </button>
          </>
        )}
      </Show>
    </section>
  );
}
