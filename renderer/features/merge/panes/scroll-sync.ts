import type { editor } from "monaco-editor/editor";

/** Keeps editors of equal height at the same place. */
export class ScrollSync {
  readonly #editors = new Set<editor.ICodeEditor>();
  #isFollowing = false;
  /** The one that was scrolled last. */
  #leader: editor.ICodeEditor | undefined;

  /** Has an editor follow the others, and they it. Returns a function that ends that. */
  add(added: editor.ICodeEditor): () => void {
    this.#editors.add(added);
    this.#leader ??= added;
    // One that had no room yet could not follow.
    const laidOut = added.onDidLayoutChange(() => this.#follow(added));
    this.#follow(added);
    const scrolled = added.onDidScrollChange(({ scrollTopChanged, scrollLeftChanged }) => {
      if (this.#isFollowing || !(scrollTopChanged || scrollLeftChanged)) return;
      this.#leader = added;
      for (const each of this.#editors) this.#follow(each);
    });
    return () => {
      scrolled.dispose();
      laidOut.dispose();
      this.#editors.delete(added);
      if (this.#leader === added) [this.#leader] = this.#editors;
    };
  }

  #follow(follower: editor.ICodeEditor): void {
    const leader = this.#leader;
    if (leader === undefined || leader === follower) return;
    this.#isFollowing = true;
    follower.setScrollPosition({ scrollTop: leader.getScrollTop(), scrollLeft: leader.getScrollLeft() }, 1);
    this.#isFollowing = false;
  }
}
