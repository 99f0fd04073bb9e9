/** Starting a thread takes longer than the work on fewer texts than this. */
export const WORTH_A_THREAD = 5000;
