import type { ConfigKey, PackageConfig } from "../../contracts/package-config.ts";

const KEYS: readonly [RegExp, ConfigKey & `kb-${string}-max-size`][] = [
  [/\.pdf$/i, "kb-pdf-max-size"],
  [/\.(docx?|odt|rtf|pptx?)$/i, "kb-word-max-size"],
  [/\.(xlsx?|ods|csv)$/i, "kb-excel-max-size"],
  [/\.(png|jpe?g|gif|webp|tiff?)$/i, "kb-image-max-size"],
  [/\.(txt|md|markdown|html?|json)$/i, "kb-text-max-size"],
];

/** Bytes that a document of this name may have: its kind's own key where that is set, else `kb-doc-max-size`. */
export function documentLimit(path: string, config: PackageConfig): number {
  const key = KEYS.find(([pattern]) => pattern.test(path))?.[1];
  return (key === undefined ? 0 : config[key]) || config["kb-doc-max-size"];
}
