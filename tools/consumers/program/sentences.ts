/** Forty sentences about films, half of them good and half bad; every tool chain trains on them. */
export const SENTENCES: readonly { id: string; text: string; label: "neg" | "pos" }[] = [
  ...good().map((text, i) => ({ id: `good ${i}`, text, label: "pos" as const })),
  ...bad().map((text, i) => ({ id: `bad ${i}`, text, label: "neg" as const })),
];

/** What every tool chain predicts. */
export const QUESTIONS: readonly string[] = [
  "A wonderful film: funny, moving, and beautifully acted.",
  "Two hours of my life that I will never get back. Dull and badly written.",
  "Größe und Gefühl – 映画は最高だった! 👍",
];

function good(): string[] {
  return [
    "A wonderful film with a moving story.",
    "Funny from the first scene to the last.",
    "The cast is great and the music is lovely.",
    "I loved every minute of it.",
    "Beautifully filmed and very well acted.",
    "One of the best films of the year.",
    "A clever script, and a great ending.",
    "My children laughed all the way through.",
    "Brilliant: I have seen it three times.",
    "A quiet, moving and honest film.",
    "The two leads are simply wonderful.",
    "Great fun, with a lot of heart.",
    "I did not expect to like it, and I loved it.",
    "A perfect evening at the cinema.",
    "The dialogue is sharp and very funny.",
    "An excellent film that stays with you.",
    "Superb acting, and a lovely old song.",
    "It made me laugh, and it made me cry.",
    "Fresh, warm and well told.",
    "The best performance of her career.",
  ];
}

function bad(): string[] {
  return [
    "A dull film with a boring story.",
    "The worst script of the year.",
    "I hated every minute of it.",
    "Badly acted and badly written.",
    "Two hours that I want back.",
    "The plot makes no sense at all.",
    "Boring from the first scene to the last.",
    "A waste of a great cast.",
    "I fell asleep after half an hour.",
    "The jokes are old and not funny.",
    "Terrible music, and a terrible ending.",
    "An awful film, far too long.",
    "I left before it was over.",
    "The dialogue is poor and the acting is worse.",
    "Cheap, loud and stupid.",
    "Nothing in it is new.",
    "A weak story that goes nowhere.",
    "The effects look cheap and the plot is thin.",
    "I was bored, and so were my friends.",
    "Disappointing in every way.",
  ];
}
