module.exports = { testMatch: ["**/*.test.cjs"], testTimeout: 200_000 };
