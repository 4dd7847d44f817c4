/** The coverage matrix with its tables of keywords whose service, or whose part of it, is to come. */
import { CATALOGUE, SERVICES } from "../../basic/catalogue/index.ts";
import { LATER_KEYWORDS, PRESENT_SERVICES } from "../../contracts/services.ts";
import { code, table } from "./markdown.ts";

const BEGIN = "<!-- Services, written by `npm run docs`. -->";
const END = "<!-- End of the services. -->";

/** `matrix` is the page as it stands; what is written by hand in it stays. */
export function coverageDocument(matrix: string): string {
  const [head = matrix] = matrix.split(`\n${BEGIN}`);
  const [, tail = ""] = matrix.split(`${END}\n`);
  const toCome = Object.entries(SERVICES).filter(([service]) => !PRESENT_SERVICES.has(service));
  const rows = toCome.map(([service, what]) => [
    service,
    what,
    CATALOGUE.filter((entry) => entry.service === service)
      .map(({ keyword }) => code(keyword))
      .join(", "),
  ]);
  const blocks = [
    BEGIN,
    "## Services to come",
    "The keywords of these services compile, and their fixed operands are checked. Reaching one raises error 404, which names the service and which a script can catch.",
    table(["service", "what it does", "keywords"], rows),
    ...(LATER_KEYWORDS.size === 0
      ? []
      : [
          "Of the services that are there, these keywords are to come in the same way:",
          [...LATER_KEYWORDS].map(code).join(", "),
        ]),
    END,
  ];
  return `${head.trimEnd()}\n\n${blocks.join("\n\n")}\n${tail}`;
}
