// One installer at a time: two launchers that both run `npm ci` would each delete what the other unpacks.
import fs from "node:fs";

const POLL_MS = 250;
const GIVE_UP_MS = 15 * 60_000;

/**
 * Takes the lock file; returns how to name the process that does the work and how to give the file back. Waits while another living process holds it. A file
 * that a killed installer left is moved aside under a name of its own first, so that of two waiters only one can be
 * the one that removed it.
 */
export async function acquireInstallLock(file, say) {
  const started = Date.now();
  let told = false;
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: "wx" });
      return {
        // npm goes on when its launcher is killed: the lock holds until both are gone.
        addWorker: (pid) => fs.appendFileSync(file, ` ${pid}`),
        release: () => fs.rmSync(file, { force: true }),
      };
    } catch (error) {
      if (error.code !== "EEXIST") {
        throw Object.assign(
          new Error(
            `the packages cannot be installed: ${file} cannot be written (${error.code}); make the folder writable`,
          ),
          { exitCode: 3 },
        );
      }
    }
    const holder = readHolder(file);
    if (holder !== undefined && !holder.split(" ").some((pid) => isAlive(Number(pid)))) {
      removeStale(file, holder);
      continue;
    }
    if (!told)
      say(
        `Another launcher${holder === undefined ? "" : ` (process ${holder})`} is installing the packages; waiting for it.`,
      );
    told = true;
    if (Date.now() - started > GIVE_UP_MS) {
      throw Object.assign(
        new Error(
          `another launcher holds ${file} for 15 minutes: end process ${holder} or remove the file, then run this again`,
        ),
        { exitCode: 3 },
      );
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The process ids of the holder and of its npm; undefined while the file is being written or already gone. */
function readHolder(file) {
  try {
    const text = fs.readFileSync(file, "utf8");
    return /^[1-9]\d*( [1-9]\d*)?$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function removeStale(file, holder) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch {
    return; // another waiter was first
  }
  const moved = readHolder(aside);
  // The file may have changed hands between the look and the move: then it goes back.
  if (moved !== undefined && moved !== holder) fs.renameSync(aside, file);
  else fs.rmSync(aside, { force: true });
}
