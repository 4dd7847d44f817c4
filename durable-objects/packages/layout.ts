/**
 * Which file of a package is what. Packages in the wild misname their inner folders, nest one package in another, or are
 * a lone dialog folder; so a file's place is decided by the suffix of the first known folder on its path.
 */
import { PackageError, type PackageFile } from "./package-file.ts";

export interface PlacedFile {
  file: PackageFile;
  /** Path inside the package: without the `.gbai` folder and the groups around it. */
  path: string;
  /** Path inside its kind's folder. */
  inner: string;
  kind: Kind;
}

export interface Layout {
  /** Name of the package's folder without `.gbai`; null where the archive has none. */
  name: string | null;
  scripts: PlacedFile[];
  bot: PlacedFile[];
  knowledge: PlacedFile[];
  data: PlacedFile[];
  theme: PlacedFile[];
  /** Pages that are served under the bot's address. */
  pages: PlacedFile[];
  /** Tables at the package's root, by their well-known names. */
  tables: PlacedFile[];
  notices: { path: string; message: string }[];
}

type Kind = "gbdialog" | "gbot" | "gbkb" | "gbdata" | "gbdrive" | "gbtheme" | "gbui" | "gbapp" | "table";
/** The people of the desk, and servers of tools (reference 4.1). */
const TABLE = /^(attendant|mcp)\.csv$/i;
const KIND = /^(.*)\.(gbdialog|gbot|gbkb|gbdata|gbdrive|gbtheme|gbui|gbapp)$/i;
const PACKAGE = /^(.*)\.gbai$/i;
/** What operating systems and tools leave behind. */
const LITTER = /(^|\/)(__MACOSX|\.git|\.svn|node_modules)\/|(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*)$/i;

interface Located {
  file: PackageFile;
  kind: Kind | null;
  /** Name of the kind's folder without its suffix. */
  folder: string;
  path: string;
  inner: string;
}

/** Throws a PackageError when the archive holds several packages or nothing of a package. */
export function layOut(files: readonly PackageFile[]): Layout {
  const kept = files.filter(({ path }) => !LITTER.test(path));
  const root = packageFolder(kept);
  const located = kept.map((file) => locate(file, root));
  const name = nameOf(root, located);
  const layout: Layout = {
    name,
    scripts: [],
    bot: [],
    knowledge: [],
    data: [],
    theme: [],
    pages: [],
    tables: [],
    notices: [],
  };
  // Of several folders of one kind the one named like the package comes first, and what comes first stays.
  const isOwn = (item: Located): boolean => name !== null && item.folder.toLowerCase() === name.toLowerCase();
  const ordered = located.toSorted(
    (a, b) => Number(isOwn(b)) - Number(isOwn(a)) || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
  );
  for (const item of ordered) place(layout, item);
  if (layout.scripts.length === 0 && layout.knowledge.length === 0 && layout.bot.length === 0) {
    throw new PackageError(
      "Nothing in the archive is part of a bot: a package holds folders such as name.gbdialog with .bas scripts, name.gbot with config.csv and name.gbkb with documents.",
    );
  }
  return layout;
}

/** The path of the outermost `.gbai` folder, with the groups around it, or "" where there is none. */
function packageFolder(files: readonly PackageFile[]): string {
  const roots = new Set<string>();
  for (const { path } of files) {
    const folders = path.split("/").slice(0, -1);
    const at = folders.findIndex((folder) => PACKAGE.test(folder));
    if (at >= 0) roots.add(folders.slice(0, at + 1).join("/"));
  }
  if (roots.size > 1) {
    const names = [...roots].slice(0, 5).join(", ");
    throw new PackageError(`The archive holds ${roots.size} packages (${names}); publish each on its own.`);
  }
  return [...roots][0] ?? "";
}

function locate(file: PackageFile, root: string): Located {
  const path = root !== "" && file.path.startsWith(`${root}/`) ? file.path.slice(root.length + 1) : file.path;
  const segments = path.split("/");
  const at = segments.findIndex((segment, index) => index < segments.length - 1 && KIND.test(segment));
  const match = at < 0 ? null : KIND.exec(segments[at] ?? "");
  if (match !== null) {
    const [, folder = "", suffix = ""] = match;
    return { file, kind: asKind(suffix), folder, path, inner: segments.slice(at + 1).join("/") };
  }
  // A script at the root of the package, or of one inside it, counts as a dialog script.
  const inner = segments.at(-1) ?? path;
  const atRoot = segments.slice(0, -1).every((segment) => PACKAGE.test(segment));
  const kind = !atRoot ? null : /\.bas$/i.test(inner) ? "gbdialog" : TABLE.test(inner) ? "table" : null;
  return { file, kind, folder: "", path, inner };
}

function asKind(suffix: string): Kind {
  switch (suffix.toLowerCase()) {
    case "gbdialog":
      return "gbdialog";
    case "gbot":
      return "gbot";
    case "gbkb":
      return "gbkb";
    case "gbdata":
      return "gbdata";
    case "gbdrive":
      return "gbdrive";
    case "gbtheme":
      return "gbtheme";
    case "gbui":
      return "gbui";
    default:
      return "gbapp";
  }
}

function nameOf(root: string, located: readonly Located[]): string | null {
  const folder = PACKAGE.exec(root.split("/").at(-1) ?? "")?.[1];
  if (folder) return folder;
  // A bare `x.gbdialog` is a package with that name.
  const dialogs = new Set(
    located.filter(({ kind, folder }) => kind === "gbdialog" && folder !== "").map((i) => i.folder),
  );
  return dialogs.size === 1 ? ([...dialogs][0] ?? null) : null;
}

function place(layout: Layout, { file, kind, path, inner }: Located): void {
  const notice = (message: string): unknown => layout.notices.push({ path, message });
  const put = (list: PlacedFile[]): void => {
    if (kind === null) return;
    // A drive and a data folder may hold files of one name: a script says which, or gets the drive's.
    const twin = list.find((other) => other.kind === kind && other.inner.toLowerCase() === inner.toLowerCase());
    if (twin === undefined) list.push({ file, path, inner, kind });
    else notice(`left out, because ${twin.path} has the same place`);
  };
  switch (kind) {
    case "gbdialog":
      if (/\.bas$/i.test(inner)) put(layout.scripts);
      else notice("left out: a dialog folder holds .bas scripts");
      break;
    case "gbot":
      put(layout.bot);
      break;
    case "gbkb":
      put(layout.knowledge);
      break;
    case "gbdata":
    case "gbdrive":
      put(layout.data);
      break;
    case "gbtheme":
      put(layout.theme);
      break;
    case "gbui":
      put(layout.pages);
      break;
    case "table":
      put(layout.tables);
      break;
    case "gbapp":
      notice("left out: .gbapp extensions are a thing of the past");
      break;
    case null:
      notice(
        "left out: it is in none of a package's folders (.gbdialog, .gbot, .gbkb, .gbdata, .gbdrive, .gbtheme, .gbui)",
      );
  }
}
