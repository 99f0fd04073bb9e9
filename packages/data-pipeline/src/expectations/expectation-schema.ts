import { configFields } from "@imdb/core/config";
import * as z from "zod";
import type { NamedExpectation } from "./expectation.js";
import { KINDS } from "./kinds.js";

const kinds = Object.entries(KINDS).map(([name, { schema }]) =>
  z.strictObject({ expect: z.literal(name), ...configFields(schema as never) }),
);

/** An expectation of a settings file. Its parameters have the names that they have in code. */
export const expectationSchema = z.discriminatedUnion(
  "expect",
  kinds as never,
) as unknown as z.ZodType<NamedExpectation>;
