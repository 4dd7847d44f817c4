/** What became of open conversations that met a release, and what would become of those that wait. */
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import type { UpgradeCheck, UpgradeReport } from "../../contracts/release.ts";
import { call } from "../api.ts";
import { Mistake, Show } from "../frame.tsx";
import { useAction, useLoad } from "../use-load.ts";

/** Conversations that are asked; each is woken. */
const CHECKED = 100;

export function UpgradeDetails({ bot, release }: { bot: string; release: string }): JSX.Element {
  const path = `/api/v1/bots/${bot}/releases/${release}`;
  const [loaded, again] = useLoad(useCallback(() => call<UpgradeReport>("GET", `${path}/upgrade`), [path]));
  const [check, setCheck] = useState<UpgradeCheck | null>(null);
  const { busy, mistake, act } = useAction();
  const ask = () => act(async () => setCheck(await call("POST", `${path}/upgrade-check`, { limit: CHECKED })));
  return (
    <section aria-labelledby="upgrades">
      <h2 id="upgrades">
        Upgrades to <code>{release.slice(0, 12)}</code>
      </h2>
      <Show loaded={loaded} again={again}>
        {({ moved, kept, restarted, offered, reasons }) => (
          <>
            <dl>
              <dt>Went on with it</dt>
              <dd>{moved}</dd>
              <dt>Stayed with theirs</dt>
              <dd>{kept}</dd>
              <dt>Began anew</dt>
              <dd>{restarted}</dd>
              <dt>Were offered to begin anew</dt>
              <dd>{offered}</dd>
            </dl>
            <Reasons bot={bot} reasons={reasons} />
          </>
        )}
      </Show>
      <Mistake words={mistake} />
      <p>
        <button type="button" disabled={busy} onClick={() => void ask()}>
          {busy ? "Asking…" : `Ask ${CHECKED} that wait whether they could`}
        </button>
      </p>
      {check && (
        <div role="status">
          <p>
            {check.checked} asked: {check.could} could go on with it, {check.couldNot} could not. Nothing was changed.
          </p>
          <Reasons bot={bot} reasons={check.reasons} />
        </div>
      )}
    </section>
  );
}

function Reasons(props: { bot: string; reasons: { conversation: string; reason: string }[] }): JSX.Element | null {
  const { bot, reasons } = props;
  if (reasons.length === 0) return null;
  return (
    <ul class="notes">
      {reasons.map(({ conversation, reason }) => (
        <li key={conversation}>
          <a href={`/console/bots/${bot}/conversations/${conversation}`}>
            <code>{conversation}</code>
          </a>{" "}
          {reason}
        </li>
      ))}
    </ul>
  );
}
