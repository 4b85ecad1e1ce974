using System.Globalization;

namespace Figment.Benchmarks;

/// <summary>
/// What <c>step</c> found. Times are milliseconds per step: medians and minima over all single steps of all rounds.
/// </summary>
internal sealed record StepReport
{
    public string Preset { get; init; } = "";

    public string Precision { get; init; } = "";

    public int Batch { get; init; }

    public int Threads { get; init; }

    public int Steps { get; init; }

    public int Rounds { get; init; }

    public double MedianMs { get; init; }

    public double MinMs { get; init; }

    public double MeanMs { get; init; }

    /// <summary>
    /// Whether libtorch reused the memory of freed tensors: Figment turns this on, and the loop written by hand benefits too.
    /// </summary>
    public bool KeepsMemory { get; init; }

    public double? HandWrittenMedianMs { get; init; }

    public double? HandWrittenMinMs { get; init; }

    public double? HandWrittenMeanMs { get; init; }

    /// <summary>
    /// Figment's time over that of the hand-written loop, if there is one: the median, over rounds, of the ratio of medians.
    /// </summary>
    public double? Ratio { get; init; }

    public double? RatioLowest { get; init; }

    public double? RatioHighest { get; init; }

    /// <summary>The same with means in place of medians: pauses of the garbage collector count in it.</summary>
    public double? RatioOfMeans { get; init; }

    public double LimitMs { get; init; }

    public double LimitMinMs { get; init; }

    public double LimitMeanMs { get; init; }

    public double LimitGflop { get; init; }

    /// <summary>Peak resident memory of the process when only Figment had run in it.</summary>
    public double PeakRssMb { get; init; }

    internal static StepReport Of(
        IReadOnlyList<(StepTimes Figment, StepTimes? HandWritten, StepTimes Limit)> rounds,
        double gflop
    )
    {
        StepTimes figment = StepTimes.Join(rounds.Select(round => round.Figment));
        StepTimes limit = StepTimes.Join(rounds.Select(round => round.Limit));
        StepReport report = new()
        {
            Rounds = rounds.Count,
            MedianMs = Round(figment.Median),
            MinMs = Round(figment.Min),
            MeanMs = Round(figment.Mean),
            LimitMs = Round(limit.Median),
            LimitMinMs = Round(limit.Min),
            LimitMeanMs = Round(limit.Mean),
            LimitGflop = Round(gflop),
        };
        if (rounds[0].HandWritten is null)
            return report;

        StepTimes handWritten = StepTimes.Join(rounds.Select(round => round.HandWritten!));
        double[] ratios = [.. rounds.Select(round => round.Figment.Median / round.HandWritten!.Median)];
        return report with
        {
            HandWrittenMedianMs = Round(handWritten.Median),
            HandWrittenMinMs = Round(handWritten.Min),
            HandWrittenMeanMs = Round(handWritten.Mean),
            Ratio = Round(ratios.Median()),
            RatioLowest = Round(ratios.Min()),
            RatioHighest = Round(ratios.Max()),
            RatioOfMeans = Round(rounds.Select(round => round.Figment.Mean / round.HandWritten!.Mean).Median()),
        };
    }

    internal void Print(TextWriter output)
    {
        output.WriteLine($"{Preset} {Precision}, batch {Batch}, {Threads} threads, {Rounds} rounds of {Steps} steps");
        output.WriteLine();
        output.WriteLine($"{"ms per step", -30} {"median", 8} {"min", 8} {"mean", 8} {"steps/s", 8}");
        Row("Figment (Trainer.Fit)", MedianMs, MinMs, MeanMs);
        if (HandWrittenMedianMs is double handWritten)
            Row("hand-written TorchSharp", handWritten, HandWrittenMinMs!.Value, HandWrittenMeanMs!.Value);
        Row("limit: matrix products alone", LimitMs, LimitMinMs, LimitMeanMs);
        output.WriteLine();
        if (Ratio is not null)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ratio Figment / hand-written   {Ratio:F3}  (rounds {RatioLowest:F3} to {RatioHighest:F3}; of means "
                        + $"{RatioOfMeans:F3})"
                )
            );
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ratio Figment / limit          {MedianMs / LimitMs:F3}  ({LimitGflop:F2} GFLOP at "
                    + $"{LimitGflop / LimitMs * 1000:F0} GFLOP/s)"
            )
        );
        string memory = KeepsMemory
            ? "kept by Figment, for all rows (FIGMENT_KEEP_MEMORY=0: for none)"
            : "given back, for all rows";
        output.WriteLine($"memory of freed tensors        {memory}");
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"peak resident memory           {PeakRssMb:F0} MB  (Figment alone)")
        );

        void Row(string name, double median, double min, double mean) =>
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name, -30} {median, 8:F2} {min, 8:F2} {mean, 8:F2} {1000 / mean, 8:F1}"
                )
            );
    }

    private static double Round(double value) => Math.Round(value, 3);
}
