using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Figment.Models.Images;
using Microsoft.AspNetCore.Mvc;

namespace Figment.Server;

/// <summary>Which samples are asked for.</summary>
internal record SamplesQuery
{
    private const int Most = 256,
        MostText = 1000;

    [Description("Chooses what is made: the same seed gives the same ones. Drawn at random unless given; the answer says it.")]
    [FromQuery(Name = "seed")]
    public long? Seed { get; init; }

    [Description("How many, 1 unless given.")]
    [FromQuery(Name = "count")]
    [Range(1, Most, ErrorMessage = "count must be between {1} and {2}.")]
    public int? Count { get; init; }

    [Description(
        "Of a model by class, which ones, in turn: numbers or names, for instance 7 or 0-9 or shirt,bag; "
            + "where there are several labels kind=cat,colour=red. Drawn as often as in the data unless given."
    )]
    [FromQuery(Name = "class")]
    [MaxLength(MostText, ErrorMessage = "class must not be longer than {1} characters.")]
    public string? Class { get; init; }

    [Description("Below 1 what is made becomes more typical and less diverse; 1 unless given.")]
    [FromQuery(Name = "truncation")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, ErrorMessage = "truncation must be above 0 and at most 1.")]
    public double? Truncation { get; init; }

    internal int Number => Count ?? 1;

    /// <summary>What the model is asked.</summary>
    /// <param name="model">The model.</param>
    /// <param name="notes">Takes what may surprise of the classes; null where nobody wants to know.</param>
    /// <exception cref="OptionsException">Something is out of range; all of it is said.</exception>
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
