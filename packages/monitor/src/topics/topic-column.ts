/** The column that a profile made with a topic model has. */
export const TOPIC_COLUMN = "topic";
