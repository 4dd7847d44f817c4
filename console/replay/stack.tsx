/** Who called whom, and what the variables are, the innermost procedure first. */
import type { JSX } from "preact";
import type { ReplayState } from "../../contracts/replay.ts";
import { Wide } from "../frame.tsx";

export function Stack({ state }: { state: ReplayState }): JSX.Element {
  const { stack, moreFrames } = state;
  return (
    <section aria-labelledby="stack">
      <h2 id="stack">Variables and call stack</h2>
      {stack.length === 0 && <p>No script is under way.</p>}
      {stack.map((frame, index) => (
        <details key={`${stack.length - index}`} open={index === 0} class="call">
          <summary>
            <strong>{frame.name}</strong>{" "}
            <code>
              {frame.file}:{frame.line}
            </code>
          </summary>
          {frame.variables.length === 0 ? (
            <p>No variables yet.</p>
          ) : (
            <Wide label={`Variables of ${frame.name}, call ${stack.length - index}`}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Value</th>
                    <th scope="col">Type</th>
                  </tr>
                </thead>
                <tbody>
                  {frame.variables.map(({ name, value, type }) => (
                    <tr key={name}>
                      <th scope="row">
                        <code>{name}</code>
                      </th>
                      <td>
                        <code class="value" dir="auto">
                          {value}
                        </code>
                      </td>
                      <td>{type}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Wide>
          )}
          {frame.more > 0 && <p>{frame.more} more are not listed.</p>}
        </details>
      ))}
      {moreFrames > 0 && <p>{moreFrames} calls below these are not listed.</p>}
    </section>
  );
}
