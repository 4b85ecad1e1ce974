using Figment.Data;
using Figment.Models;
using TorchSharp;

namespace Figment.Runs;

/// <summary>The judge that a new run needs.</summary>
/// <param name="Word">The requested judge.</param>
/// <param name="Data">The training data, on the device of the judge.</param>
/// <param name="Device">The device of the judge.</param>
/// <param name="Seed">Chooses the samples.</param>
internal sealed record JudgeOrder(string Word, Dataset Data, torch.Device Device, long Seed)
{
    /// <summary>The length of the training; creating a judge takes at most a tenth of it.</summary>
    internal required TrainingPlan Plan { get; init; }

    /// <summary>The folder in which created judges are kept; null creates none.</summary>
    internal string? Folder { get; init; }

    /// <summary>Measures the time of the creation.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Receives the progress of the creation, on the training thread.</summary>
    internal IProgress<DataProgress>? Progress { get; init; }
}
