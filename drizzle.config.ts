import { defineConfig } from "drizzle-kit";

export default defineConfig({ dialect: "postgresql", schema: ["./src/db/schema.ts", "./src/db/schema-register.ts", "./src/db/schema-instructor.ts", "./src/db/schema-suggestion.ts", "./src/db/schema-import.ts", "./src/db/schema-activity.ts", "./src/db/schema-contact.ts", "./src/db/schema-coverage.ts", "./src/db/schema-node.ts", "./src/db/schema-request.ts", "./src/db/schema-reply.ts", "./src/db/schema-poll.ts"], out: "./migrations" });
