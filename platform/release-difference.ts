/** What differs between two releases of a bot. */
import { shownValue } from "../contracts/bot-settings.ts";
import { ANSWER_SCRIPT, type ReleaseDifference, type ReleaseFile, type ReleaseManifest } from "../contracts/release.ts";

export type ComparedRelease = Pick<ReleaseManifest, "hash" | "scripts" | "config"> & { files?: readonly ReleaseFile[] };

/** What the second has that the first has not, and the other way round. Values that are credentials are hidden. */
export function compareReleases(from: ComparedRelease | null, to: ComparedRelease): ReleaseDifference {
  const [before, after] = [from, to].map((one) => new Map(one?.files?.map((file) => [file.path, file])));
  const paths = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])].sort();
  const old = from?.config ?? {};
  const keys = [...new Set([...Object.keys(old), ...Object.keys(to.config)])].sort();
  const shown = (key: string, value: string | undefined) => (value === undefined ? null : shownValue(key, value));
  const programs = new Map(from?.scripts.map(({ name, program }) => [name, program]));
  return {
    from: from?.hash ?? null,
    to: to.hash,
    files: paths.flatMap((path) => {
      const [was, is] = [before?.get(path), after?.get(path)];
      if (was?.hash === is?.hash) return [];
      const change = was === undefined ? "added" : is === undefined ? "removed" : "modified";
      return [{ path, change, before: was?.size ?? null, after: is?.size ?? null }] as const;
    }),
    config: keys
      .filter((key) => old[key] !== to.config[key])
      .map((key) => ({ key, before: shown(key, old[key]), after: shown(key, to.config[key]) })),
    compiled: to.scripts
      .filter(
        ({ name, path, program }) =>
          name !== ANSWER_SCRIPT &&
          programs.get(name) !== program &&
          before?.get(path)?.hash === after?.get(path)?.hash,
      )
      .map(({ name }) => name),
  };
}
