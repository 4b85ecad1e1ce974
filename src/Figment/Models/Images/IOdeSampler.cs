using Figment.Objectives;

namespace Figment.Models.Images;

/// <summary>A model whose samples are the end of a path that a differential equation describes.</summary>
internal interface IOdeSampler
{
    /// <summary>How the path is followed; more steps take longer and are more exact. May be changed at any time.</summary>
    OdeSolver Solver { get; set; }
}
