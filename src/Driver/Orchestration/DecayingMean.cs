namespace ShadowMig.Driver.Orchestration;

/// <summary>A mean in which the older and the less recent count less, and the spread around it.</summary>
/// <remarks>The weight of a value halves with every thirty days of its age, and falls by a quarter with each later value.</remarks>
internal sealed class DecayingMean
{
    private const double HalfLifeDays = 30;
    private const double LaterValue = 0.75;

    // What was assumed counts as so many values, until there are more.
    private const double PriorWeight = 1.5;

    private readonly List<(double Value, double Weight)> _values = [];

    /// <summary>How many values there are.</summary>
    public int Count => _values.Count;

    /// <summary>The mean; 0 without values.</summary>
    public double Mean => _values.Count == 0 ? 0 : _values.Sum(v => v.Value * v.Weight) / _values.Sum(v => v.Weight);

    /// <summary>The mean with what was assumed of it, which one value alone does not overthrow.</summary>
    public double MeanWith(double assumed)
    {
        double weight = _values.Sum(v => v.Weight);
        return ((Mean * weight) + (PriorWeight * assumed)) / (weight + PriorWeight);
    }

    /// <summary>Adds a value; the newest first.</summary>
    public void Add(double value, TimeSpan age) =>
        _values.Add((value, Math.Pow(LaterValue, _values.Count) * Math.Pow(0.5, Math.Max(0, age.TotalDays) / HalfLifeDays)));

    /// <summary>Standard deviation of a next value, with what was assumed of it.</summary>
    public double Spread(double assumed)
    {
        double mean = Mean;
        double weight = _values.Sum(v => v.Weight);
        double squares = _values.Sum(v => v.Weight * (v.Value - mean) * (v.Value - mean));
        return Math.Sqrt((squares + (PriorWeight * assumed * assumed)) / (weight + PriorWeight));
    }
}
