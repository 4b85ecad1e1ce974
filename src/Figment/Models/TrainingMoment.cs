namespace Figment.Models;

/// <summary>Where a training stands when a step begins.</summary>
/// <param name="Step">Steps done before this one.</param>
/// <param name="Items">Items of the data seen before this step, repeats counted.</param>
/// <param name="Fraction">What part of the training is done, 0 to below 1; schedules follow it.</param>
public readonly record struct TrainingMoment(long Step, long Items, double Fraction);
