export {
  type FeaturesSection,
  type FeaturesSectionInput,
  featuresSectionSchema,
  vectorizerFromConfig,
} from "./features-section.js";
