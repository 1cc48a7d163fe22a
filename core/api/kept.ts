import type { Repository } from "../repository/repository.ts";

/** Keeps a value for each repository, for as long as the repository lives. */
export function perRepository<T>(make: () => T): (repository: Repository) => T {
  const made = new WeakMap<Repository, T>();
  return (repository) => {
    const known = made.get(repository);
    if (known !== undefined) return known;
    const value = make();
    made.set(repository, value);
    return value;
  };
}
