import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { PartState, Readiness } from "../../contracts/admin.ts";
import { call } from "../api.ts";
import { Show, Wide } from "../frame.tsx";
import { useLoad } from "../use-load.ts";

const REFRESH_MS = 10_000;
/** What each part is for, so that its absence can be judged. */
const PARTS: Record<string, [name: string, purpose: string]> = {
  objects: ["Conversations", "Durable Objects: every conversation and bot"],
  files: ["Files", "R2: packages, releases, compiled programs"],
  hosts: ["Hosts", "KV: which host belongs to which tenant"],
  gateway: ["GPU gateway", "Reads documents for the knowledge base"],
  postgres: ["Postgres", "History over conversations, API tokens"],
  redis: ["Redis", "Shared hot values"],
};
const WORDS: Record<Readiness["status"], string> = {
  ready: "Everything works.",
  degraded: "Chat works. A part that something else needs is down.",
  unavailable: "Chat cannot work: a required part is down.",
};
const load = () => call<Readiness>("GET", "/readyz");

export function HealthPage(): JSX.Element {
  const [loaded, again] = useLoad(load);
  useEffect(() => {
    const timer = setInterval(again, REFRESH_MS);
    return () => clearInterval(timer);
  }, [again]);
  return (
    <>
      <h1>Health</h1>
      <Show loaded={loaded} again={again}>
        {({ status, parts }) => (
          <>
            <p class={`box ${status === "ready" ? "good" : status === "degraded" ? "warn" : "bad"}`}>{WORDS[status]}</p>
            <Wide label="Parts">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Part</th>
                    <th scope="col">State</th>
                    <th scope="col">Latency</th>
                    <th scope="col">Needed for</th>
                  </tr>
                </thead>
                <tbody>
                  {Object.entries(parts).map(([name, part]) => (
                    <Row key={name} name={name} part={part} />
                  ))}
                </tbody>
              </table>
            </Wide>
          </>
        )}
      </Show>
    </>
  );
}

function Row({ name, part }: { name: string; part: PartState }): JSX.Element {
  const [label, purpose] = PARTS[name] ?? [name, ""];
  const state = part.state === "up" ? "Up" : part.state === "absent" ? "Not set up" : "Down";
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <span class={`state ${part.state}`}>{state}</span>
      </td>
      <td>{part.latencyMs === null ? "" : `${part.latencyMs} ms`}</td>
      <td>{part.required ? `${purpose}. Chat needs it.` : purpose}</td>
    </tr>
  );
}
