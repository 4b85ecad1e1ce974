using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Figment.Models.Images;
using Microsoft.AspNetCore.Mvc;

namespace Figment.Server;

/// <summary>The requested samples.</summary>
internal record SamplesQuery
{
    private const int Most = 256,
        MostText = 1000;

    [Description("Chooses the samples: the same seed gives the same ones. Random by default; the answer contains it.")]
    [FromQuery(Name = "seed")]
    public long? Seed { get; init; }

    [Description("How many; 1 by default.")]
    [FromQuery(Name = "count")]
    [Range(1, Most, ErrorMessage = "count must be between {1} and {2}.")]
    public int? Count { get; init; }

    [Description(
        "For a class-conditional model, which classes, in turn: numbers or names, for example 7 or 0-9 or "
            + "shirt,bag; with several labels, kind=cat,colour=red. By default they are drawn as often as in the "
            + "data."
    )]
    [FromQuery(Name = "class")]
    [MaxLength(MostText, ErrorMessage = "class must not be longer than {1} characters.")]
    public string? Class { get; init; }

    [Description("Values below 1 make the samples more typical and less diverse; 1 by default.")]
    [FromQuery(Name = "truncation")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, ErrorMessage = "truncation must be above 0 and at most 1.")]
    public double? Truncation { get; init; }

    internal int Number => Count ?? 1;

    /// <summary>The options for the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="notes">Receives notes about classes that may surprise the visitor; null discards the notes.</param>
    /// <exception cref="OptionsException">A value is out of range; the error reports all problems.</exception>
    internal SampleOptions ToOptions(ServedModel model, ICollection<string>? notes = null)
    {
        List<string> problems = [];
        SampleOptions options = new()
        {
            Seed = Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue),
            Truncation = Truncation ?? 1,
        };
        Collect(() => OptionsValidator.ThrowIfInvalid(this));
        if (Class is { Length: > 0 and <= MostText })
            Collect(() => options = options with { Among = model.ClassesOf(Class, notes) });
        return problems.Count == 0 ? options : throw new OptionsException(problems);

        void Collect(Action check)
        {
            try
            {
                check();
            }
            catch (OptionsException e)
            {
                problems.AddRange(e.Problems);
            }
        }
    }
}
