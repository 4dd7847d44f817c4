/** CALL "/area/verb": services of the host by their path (reference 3.3). */
import { missingService, type ServiceName } from "../../../basic/catalogue/index.ts";

/** The first part of a path and the service that it belongs to. */
const AREAS: Readonly<Record<string, ServiceName>> = {
  storage: "drive",
  files: "drive",
  crm: "connected data",
  ai: "model",
  comm: "mail",
  calendar: "calendar",
  tasks: "tasks",
};

export function missingPath(path: string): string {
  const shown = path.slice(0, 200);
  const area = /^\/([a-z]+)\//i.exec(path)?.[1]?.toLowerCase() ?? "";
  const service = Object.hasOwn(AREAS, area) ? AREAS[area] : undefined;
  return service ? missingService(`CALL "${shown}"`, service) : `There is no service "${shown}".`;
}
