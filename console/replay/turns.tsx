/** All turns of a replay, to go to any of them, with what came out otherwise than it was recorded. */
import type { JSX } from "preact";
import type { ReplayDifference, ReplayPosition, ReplayTurn } from "../../contracts/replay.ts";
import { CAUSES, Receipt } from "../conversation/receipt.tsx";
import { Wide } from "../frame.tsx";

interface Props {
  turns: readonly ReplayTurn[];
  more: boolean;
  current: number;
  go(position: ReplayPosition): void;
}

/** Of what began a turn. */
const MAX_TEXT = 120;

export function Turns({ turns, more, current, go }: Props): JSX.Element {
  return (
    <section aria-labelledby="turns">
      <h2 id="turns">Turns</h2>
      <Wide label="All turns">
        <table>
          <thead>
            <tr>
              <th scope="col">Turn</th>
              <th scope="col">Begun by</th>
              <th scope="col">Statements</th>
              <th scope="col">Time</th>
            </tr>
          </thead>
          <tbody>
            {turns.map((turn) => (
              <tr key={turn.turn} aria-current={turn.turn === current ? "step" : undefined}>
                <th scope="row">
                  <button type="button" onClick={() => go({ turn: turn.turn, statement: 1 })}>
                    <span class="hidden">Go to turn </span>
                    {turn.turn}
                  </button>
                </th>
                <td>
                  {CAUSES[turn.cause]}
                  {turn.text !== null && (
                    <div dir="auto" class="quoted">
                      {Array.from(turn.text).slice(0, MAX_TEXT).join("")}
                    </div>
                  )}
                  <Differences differences={turn.differences} go={go} />
                </td>
                <td>
                  {turn.statements.toLocaleString()}
                  {turn.cut && " and more"}
                </td>
                <td>
                  <Receipt timing={turn.timing} delivery={turn.delivery} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {more && <p>Later turns are not listed; the command line and the API reach them.</p>}
    </section>
  );
}

interface DifferencesProps {
  differences: readonly ReplayDifference[];
  go(position: ReplayPosition): void;
}

function Differences({ differences, go }: DifferencesProps): JSX.Element | null {
  if (differences.length === 0) return null;
  return (
    <ul class="notes">
      {differences.map(({ turn, statement, expected, actual, file, line }, index) => (
        <li key={`${index}`} class="warning">
          {file !== null && (
            <code>
              {file}:{line}
            </code>
          )}{" "}
          was <q dir="auto">{expected ?? "nothing"}</q>, is <q dir="auto">{actual ?? "nothing"}</q>{" "}
          {statement !== null && (
            <button type="button" onClick={() => go({ turn, statement })}>
              Go there
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
