/** A bot's files: folders, versions, links, and how full the drive is. */
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { BotUsage } from "../../contracts/usage.ts";
import { call } from "../api.ts";
import { FileDetails } from "../drive/file-details.tsx";
import { type FileEntry, type FolderEntry, filePath, listFolder } from "../drive/files.ts";
import { UploadArea } from "../drive/upload-area.tsx";
import { BotPath, Mistake, Show, Time, Wide } from "../frame.tsx";
import { useAction, useLoad } from "../use-load.ts";

const sizeOf = new Intl.NumberFormat(undefined, { style: "unit", unit: "kilobyte", maximumFractionDigits: 1 });
const kilobytes = (bytes: number): string => sizeOf.format(bytes / 1024);

export function DrivePage({ bot }: { bot: string }): JSX.Element {
  const [folder, setFolder] = useState("");
  const [loaded, again] = useLoad(useCallback(() => listFolder(bot, folder), [bot, folder]));
  const [usage, usageAgain] = useLoad(useCallback(() => call<BotUsage>("GET", `/api/v1/bots/${bot}/usage`), [bot]));
  const changed = () => {
    again();
    usageAgain();
  };
  return (
    <>
      <BotPath bot={bot} here="Files" />
      <h1>Files</h1>
      <Show loaded={usage} again={usageAgain}>
        {(value) => <Usage usage={value} />}
      </Show>
      <FolderPath folder={folder} onOpen={setFolder} />
      <UploadArea bot={bot} folder={folder} onDone={changed} />
      <Show loaded={loaded} again={again}>
        {({ items, isCut }) =>
          items.length === 0 ? (
            <p>This folder is empty.</p>
          ) : (
            <>
              <Files key={folder} bot={bot} items={items} onOpen={setFolder} onChanged={changed} />
              {isCut && <p>There is more in this folder than is shown here; the API lists all of it.</p>}
            </>
          )
        }
      </Show>
      <p>
        <a href={`/api/v1/bots/${bot}/drive/archive?folder=${encodeURIComponent(folder)}`}>
          Download this folder as zip
        </a>
      </p>
    </>
  );
}

function Usage({ usage }: { usage: BotUsage }): JSX.Element {
  const { files, versions, storedBytes, quotaBytes } = usage.files;
  return (
    <>
      <p>
        {quotaBytes > 0 && (
          <meter min={0} max={quotaBytes} high={quotaBytes * 0.9} value={storedBytes} aria-label="Used of the quota" />
        )}{" "}
        {files} files in {versions} versions; {kilobytes(storedBytes)} stored
        {quotaBytes > 0 && <> of {kilobytes(quotaBytes)}</>}
      </p>
      <Elsewhere usage={usage} />
    </>
  );
}

/** What else the bot holds: none of it counts against the drive's quota. */
function Elsewhere({ usage: { tables, knowledge, releases, backups } }: { usage: BotUsage }): JSX.Element {
  const rows: [what: string, how: string, bytes: number | null][] = [
    ["Tables", `${tables.tables} with ${tables.rows} rows`, tables.bytes],
    ["Knowledge", `${knowledge.documents} documents, ${knowledge.passages} passages`, knowledge.indexBytes],
    ["Releases", `${releases.count}`, releases.bytes],
    ["Backups", `${backups.count}`, backups.bytes],
  ];
  return (
    <details>
      <summary>What else the bot holds</summary>
      <table>
        <tbody>
          {rows.map(([what, how, bytes]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td>{how}</td>
              <td>{bytes === null ? "in PostgreSQL" : kilobytes(bytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function FolderPath({ folder, onOpen }: { folder: string; onOpen(folder: string): void }): JSX.Element {
  const names = folder === "" ? [] : folder.split("/");
  return (
    <nav aria-label="Folder">
      <button
        type="button"
        class="quiet"
        aria-current={folder === "" ? "location" : undefined}
        onClick={() => onOpen("")}
      >
        Drive
      </button>
      {names.map((name, index) => {
        const path = names.slice(0, index + 1).join("/");
        return (
          <span key={path}>
            <span aria-hidden="true"> › </span>
            <button
              type="button"
              class="quiet"
              aria-current={path === folder ? "location" : undefined}
              onClick={() => onOpen(path)}
            >
              {name}
            </button>
          </span>
        );
      })}
    </nav>
  );
}

interface FilesProps {
  bot: string;
  items: (FileEntry | FolderEntry)[];
  onOpen(folder: string): void;
  onChanged(): void;
}

function Files({ bot, items, onOpen, onChanged }: FilesProps): JSX.Element {
  const [opened, setOpened] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const { busy, mistake, act } = useAction();
  const remove = (path: string) =>
    act(async () => {
      await call("DELETE", filePath(bot, path));
      setAsked(null);
      onChanged();
    });
  return (
    <>
      <Mistake words={mistake} />
      <Wide label="Files">
        <table>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Size</th>
              <th scope="col">Changed</th>
              <th scope="col">
                <span class="hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) =>
              item.kind === "folder" ? (
                <tr key={`${item.path}/`}>
                  <th scope="row">
                    <button type="button" class="quiet" onClick={() => onOpen(item.path)}>
                      {item.name}/
                    </button>
                  </th>
                  <td>Folder</td>
                  <td />
                  <td />
                </tr>
              ) : (
                <tr key={item.path}>
                  <th scope="row">
                    <a href={`${filePath(bot, item.path)}?download`}>{item.name}</a>
                    {item.layer === "release" && <div class="state">Of the release</div>}
                  </th>
                  <td>{kilobytes(item.size)}</td>
                  <td>{item.modified === undefined ? "" : <Time at={new Date(item.modified).toISOString()} />}</td>
                  <td>
                    <p class="actions">
                      <button
                        type="button"
                        aria-expanded={opened === item.path}
                        onClick={() => setOpened(opened === item.path ? null : item.path)}
                      >
                        Versions and links<span class="hidden"> of {item.name}</span>
                      </button>
                      <button
                        type="button"
                        disabled={busy}
                        class={asked === item.path ? "danger" : ""}
                        onClick={() => (asked === item.path ? void remove(item.path) : setAsked(item.path))}
                      >
                        {asked === item.path ? "Confirm: delete" : "Delete"}
                        <span class="hidden"> {item.name}</span>
                      </button>
                    </p>
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Wide>
      {opened !== null && <FileDetails key={opened} bot={bot} path={opened} onChanged={onChanged} />}
    </>
  );
}
