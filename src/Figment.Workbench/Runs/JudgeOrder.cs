using Figment.Data;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>What is to judge the samples of a new run.</summary>
/// <param name="Word">What was asked for.</param>
/// <param name="Data">What the model learns from, on the device where it is judged.</param>
/// <param name="Device">Where to judge.</param>
/// <param name="Seed">Chooses samples.</param>
internal sealed record JudgeOrder(string Word, Dataset Data, torch.Device Device, long Seed)
{
    /// <summary>How long the training is, of which the making of a judge takes a tenth at most.</summary>
    internal required TrainingPlan Plan { get; init; }

    /// <summary>Where judges that were made are kept; null makes none.</summary>
    internal string? Folder { get; init; }

    /// <summary>Measures the making.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Hears of the making, on the training thread.</summary>
    internal IProgress<DataProgress>? Progress { get; init; }
}
