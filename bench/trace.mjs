import { readFileSync, rmSync } from "node:fs";
import { SetupError } from "../scripts/processes.mjs";

const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"];

/** The events of a task that count as script and layout; painting and compositing do not. */
const SCRIPT_AND_LAYOUT = new Set([
  "FunctionCall",
  "EvaluateScript",
  "RunMicrotasks",
  "FireAnimationFrame",
  "FireIdleCallback",
  "TimerFire",
  "EventDispatch",
  "HandlePostMessage",
  "Layout",
  "UpdateLayoutTree",
  "MajorGC",
  "MinorGC",
]);

/** Returns the longest tasks of the window's main thread during `work`, in milliseconds. */
export async function tasksOfWindow(page, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ["*"] },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return longestTasks(events, "CrRendererMain");
}

/** Returns the longest tasks of the main process during `work`, in milliseconds. */
export async function tasksOfMain(app, work) {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ["toplevel"], excluded_categories: ["*"] }),
  );
  await work();
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return longestTasks(traceEvents, "CrBrowserMain");
}

/**
 * Returns the longest tasks of the threads with a name: in total, and in scripts and layout. Each has the elapsed time
 * (`wall`) and the processor time (`cpu`); they may be different tasks.
 */
function longestTasks(events, thread) {
  const named = events.filter((each) => each.name === "thread_name" && each.args.name === thread);
  const threads = new Set(named.map(threadOf));
  const ours = events.filter((each) => each.ph === "X" && threads.has(threadOf(each)));
  const tasks = ours.filter(({ name }) => name === "RunTask" || name === "ThreadControllerImpl::RunTask");
  if (tasks.length === 0) throw new SetupError(`the trace holds no task of ${thread}`);
  return {
    tasks: tasks.length,
    whole: longest(tasks.map(timesOf)),
    scripted: longest(scriptedParts(tasks, ours)),
  };
}

/** Sums up the time that each task spends on scripts and layout. */
function scriptedParts(tasks, events) {
  const parts = outermost(events.filter((each) => SCRIPT_AND_LAYOUT.has(each.name)));
  let next = 0;
  return outermost(tasks).map(({ ts, dur, pid, tid }) => {
    const sum = { wall: 0, cpu: 0 };
    while (next < parts.length && parts[next].ts < ts) next++;
    for (; next < parts.length && parts[next].ts < ts + dur; next++) {
      if (parts[next].pid !== pid || parts[next].tid !== tid) continue;
      const { wall, cpu } = timesOf(parts[next]);
      sum.wall += wall;
      sum.cpu += cpu;
    }
    return sum;
  });
}

/** Drops events inside of others, whose time already includes them. */
function outermost(events) {
  const outermost = [];
  let end = 0;
  for (const each of events.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    if (each.ts < end) continue;
    outermost.push(each);
    end = each.ts + each.dur;
  }
  return outermost;
}

function longest(times) {
  return {
    wall: Math.max(...times.map(({ wall }) => wall)),
    cpu: Math.max(...times.map(({ cpu }) => cpu)),
  };
}

/** Without processor times in the trace, all time counts as busy. */
const timesOf = ({ dur, tdur = dur }) => ({ wall: dur / 1000, cpu: tdur / 1000 });

const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
