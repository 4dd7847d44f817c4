// What graphics processors the machine has, as nvidia-smi tells it.
import { execFile } from "node:child_process";

const QUERY = ["--query-gpu=name,memory.total,memory.used,utilization.gpu", "--format=csv,noheader,nounits"];
const TIMEOUT_MS = 2_000;
const FRESH_FOR_MS = 15_000;

export interface GpuDevice {
  readonly name: string;
  readonly memoryTotalMiB: number;
  readonly memoryUsedMiB: number;
  /** Null where the device does not tell, as partitioned devices do. */
  readonly utilisationPercent: number | null;
}
export type GpuState =
  | { readonly state: "none" }
  | { readonly state: "ok"; readonly devices: readonly GpuDevice[] }
  | { readonly state: "failed" };

/** Asks at most every 15 seconds; callers in between share the answer. */
export function createGpuProbe(): () => Promise<GpuState> {
  let asked = Number.NEGATIVE_INFINITY;
  let answer: Promise<GpuState> = Promise.resolve({ state: "none" });
  return () => {
    const now = performance.now();
    if (now - asked > FRESH_FOR_MS) {
      asked = now;
      answer = askNvidiaSmi();
    }
    return answer;
  };
}

function askNvidiaSmi(): Promise<GpuState> {
  return new Promise((resolve) => {
    execFile("nvidia-smi", QUERY, { timeout: TIMEOUT_MS, maxBuffer: 64 * 1024, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(gpuStateOf(stdout));
      else resolve({ state: error.code === "ENOENT" ? "none" : "failed" });
    });
  });
}

/** Reads nvidia-smi's CSV, one device a line; a figure that it does not have is written as "[N/A]". */
export function gpuStateOf(output: string): GpuState {
  const devices: GpuDevice[] = [];
  for (const line of output.split("\n").slice(0, 64)) {
    const fields = line.split(",").map((field) => field.trim());
    const [name, total, used, utilisation] = fields;
    if (name === undefined || total === undefined || used === undefined || utilisation === undefined) continue;
    const memory = [Number(total), Number(used)] as const;
    if (memory.some((figure) => !Number.isFinite(figure))) return { state: "failed" };
    const percent = Number(utilisation);
    devices.push({
      name,
      memoryTotalMiB: memory[0],
      memoryUsedMiB: memory[1],
      utilisationPercent: Number.isFinite(percent) ? percent : null,
    });
  }
  return devices.length > 0 ? { state: "ok", devices } : { state: "none" };
}
