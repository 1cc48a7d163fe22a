// @browser-safe

/** Numbers texts so that equal ones have equal numbers. */
export class TextNumbers {
  readonly #numbers = new Map<string, number>();

  /** The number of distinct texts so far; all numbers are below it. */
  get distinct(): number {
    return this.#numbers.size;
  }

  of(texts: readonly string[]): Int32Array {
    return Int32Array.from(texts, (text) => {
      const number = this.#numbers.get(text) ?? this.#numbers.size;
      this.#numbers.set(text, number);
      return number;
    });
  }
}
