import { expect, test } from "vitest";
import { secondPath } from "./second-path.ts";

test("the name of the side stands before the extension, and makes no folder", () => {
  expect(secondPath("img/photo.png", "daily")).toBe("img/photo (daily).png");
  expect(secondPath("a.b/photo", "team/daily")).toBe("a.b/photo (team-daily)");
  expect(secondPath("sub/.profile", "daily")).toBe("sub/.profile (daily)");
});
