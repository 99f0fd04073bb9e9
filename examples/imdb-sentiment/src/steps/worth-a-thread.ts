/** Fewer texts than this are done before a thread has started. */
export const WORTH_A_THREAD = 5000;
