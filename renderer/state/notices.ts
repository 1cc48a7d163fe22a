import { create } from "zustand";

/** A failure: a stable `code`, a sentence, a next step, facts. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
  readonly data: Record<string, unknown> | undefined;
}

/** A button of a notice; pressing it dismisses the notice. */
export interface NoticeAction {
  readonly text: string;
  /** The effect, where the text alone does not say it. */
  readonly tip?: string;
  run(): void;
}

/** Something that a person should know, told at the window's edge. */
export interface Notice {
  readonly id: number;
  readonly kind: "done" | "failed";
  readonly text: string;
  /** The error of a failure. */
  readonly error?: Failure;
  /** The main action, and another one. */
  readonly action?: NoticeAction;
  readonly other?: NoticeAction;
}

interface Notices {
  readonly notices: readonly Notice[];
  tell(notice: Omit<Notice, "id">): void;
  dismiss(id: number): void;
}

let last = 0;

/**
 * The shown notices: at most three, the newest last. A failure stays until it is dismissed; a success gives way to
 * the next one.
 */
export const useNotices = create<Notices>()((set) => ({
  notices: [],
  tell: (notice) =>
    set(({ notices }) => {
      const stay = notice.kind === "done" ? notices.filter(({ kind }) => kind === "failed") : notices;
      return { notices: [...stay, { ...notice, id: ++last }].slice(-3) };
    }),
  dismiss: (id) => set(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) })),
}));
