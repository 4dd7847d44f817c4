/** The table as a file, and files into the table: a trial says what would be, then it is done. */
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ImportReport } from "../../contracts/tables.ts";
import { sent } from "../api.ts";
import { Mistake } from "../frame.tsx";
import { useAction } from "../use-load.ts";

const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv",
  json: "application/json",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};
const FORMATS = Object.keys(TYPES);

export function Files({ path, query, again }: { path: string; query: URLSearchParams; again(): void }): JSX.Element {
  return (
    <>
      <p class="links">
        Export what the filter leaves:{" "}
        {FORMATS.map((format) => (
          <a key={format} href={`${path}/export?${new URLSearchParams([...query, ["format", format]])}`} download>
            {format.toUpperCase()}
          </a>
        ))}
      </p>
      <Import path={path} again={again} />
    </>
  );
}

function Import({ path, again }: { path: string; again(): void }): JSX.Element {
  const [file, setFile] = useState<File | null>(null);
  const [columns, setColumns] = useState("");
  const [report, setReport] = useState<ImportReport | null>(null);
  const { busy, mistake, act } = useAction();
  /** One import is done once, however often its request is sent. */
  const key = useRef(crypto.randomUUID());
  const run = (dryRun: boolean) =>
    act(async () => {
      if (!file) return;
      const type = TYPES[/\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? ""];
      if (type === undefined) throw new Error("Choose a file that ends in .csv, .json or .xlsx.");
      const query = new URLSearchParams({ dryRun: String(dryRun), ...(columns.trim() === "" ? {} : { key: columns }) });
      const text = await sent(`${path}/import?${query}`, {
        method: "POST",
        headers: { "content-type": type, ...(dryRun ? {} : { "idempotency-key": key.current }) },
        body: file,
      });
      setReport(JSON.parse(text));
      if (dryRun) return;
      key.current = crypto.randomUUID();
      again();
    });
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setReport(null);
    key.current = crypto.randomUUID();
  };
  return (
    <details class="card">
      <summary>Import a file</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run(true);
        }}
      >
        <label>
          CSV, JSON or XLSX; its header names the columns
          <input
            type="file"
            accept=".csv,.json,.xlsx"
            onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)}
          />
        </label>
        <label>
          Key columns: rows that agree in them are changed; empty adds every row
          <input
            value={columns}
            autoComplete="off"
            onInput={(event) => {
              setColumns(event.currentTarget.value);
              setReport(null);
            }}
          />
        </label>
        <Mistake words={mistake} />
        <p>
          <button type="submit" disabled={busy || !file}>
            Check
          </button>{" "}
          <button type="button" class="primary" disabled={busy || !report?.dryRun} onClick={() => void run(false)}>
            Import
          </button>
        </p>
        <div role="status">{report && <Report report={report} />}</div>
      </form>
    </details>
  );
}

function Report({ report }: { report: ImportReport }): JSX.Element {
  return (
    <>
      <p>
        {report.dryRun ? "It would add" : "Added"} {report.inserted}, {report.dryRun ? "change" : "changed"}{" "}
        {report.updated}, {report.dryRun ? "leave" : "left"} {report.unchanged} as they are
        {report.failed === 0 ? "." : ` and ${report.dryRun ? "refuse" : "refused"} ${report.failed} of ${report.rows}.`}
        {!report.complete && " So many were refused that the rest was left undone."}
      </p>
      {report.errors.length > 0 && (
        <ul>
          {report.errors.map(({ line, message }) => (
            <li key={line}>
              Line {line}: {message}
            </li>
          ))}
        </ul>
      )}
      {report.warnings.map((warning) => (
        <p key={warning}>{warning}</p>
      ))}
    </>
  );
}
