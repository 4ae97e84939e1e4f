namespace ShadowMig.Driver.Model;

/// <summary>A prediction with its uncertainty: the 10th, 50th and 90th percentile, in the unit of the quantity.</summary>
public readonly record struct Estimate(double P10, double P50, double P90);
